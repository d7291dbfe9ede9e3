// Which of the three layouts the room has. The same numbers stand in the media queries of its styles.
import { MediaQuery } from 'svelte/reactivity';

const tablet = new MediaQuery('(max-width: 1100px)', false);
const phone = new MediaQuery('(max-width: 700px)', false);

export const screenSize = {
  /** `laptop`: panes side by side; `tablet`: the tools are a drawer; `phone`: a bottom sheet. */
  get is(): 'laptop' | 'tablet' | 'phone' {
    if (phone.current) return 'phone';
    return tablet.current ? 'tablet' : 'laptop';
  },
};

// Excalidraw as an Editor: what BoardSync reads and writes, in its terms.
import { CaptureUpdateAction } from '@excalidraw/excalidraw';
import type { ExcalidrawTextElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI, SceneData } from '@excalidraw/excalidraw/types';
import type { Editor, LocalElement } from './editor.ts';

export type Api = ExcalidrawImperativeAPI;
export type ExcalidrawElements = NonNullable<SceneData['elements']>;

export class ExcalidrawEditor implements Editor {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  elements(): readonly LocalElement[] {
    return this.#api.getSceneElementsIncludingDeleted();
  }

  // NEVER: what others do, and what the server made of it, is not ours to undo.
  replace(elements: readonly LocalElement[]): void {
    const scene = elements as unknown as ExcalidrawElements;
    this.#api.updateScene({ elements: scene, captureUpdate: CaptureUpdateAction.NEVER });
  }

  held(): ReadonlySet<string> {
    const state = this.#api.getAppState();
    const held = new Set<string>();
    const { newElement, multiElement, resizingElement, editingTextElement, editingLinearElement } = state;
    for (const element of [newElement, multiElement, resizingElement, editingTextElement]) {
      if (element) held.add(element.id);
    }
    const container = (editingTextElement as Partial<ExcalidrawTextElement> | null)?.containerId;
    if (container) held.add(container);
    if (editingLinearElement) held.add(editingLinearElement.elementId);
    if (state.selectedLinearElement?.isDragging) held.add(state.selectedLinearElement.elementId);
    if (state.croppingElementId) held.add(state.croppingElementId);
    if (state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating) {
      for (const id of Object.keys(state.selectedElementIds)) held.add(id);
    }
    return held;
  }
}

// Must be imported before Excalidraw: it reads where its fonts are when it first draws a letter.
export {};

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string | string[];
  }
}

window.EXCALIDRAW_ASSET_PATH = '/excalidraw/';

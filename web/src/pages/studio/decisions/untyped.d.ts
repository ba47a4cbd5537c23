/** dmn-js comes without types. */
declare module 'dmn-js/lib/Modeler' {
  export interface DmnView {
    type: string;
    element: { id: string; name?: string };
  }
  export default class DmnModeler {
    constructor(options: object);
    importXML(xml: string): Promise<{ warnings: unknown[] }>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getViews(): DmnView[];
    open(view: DmnView): Promise<unknown>;
    getActiveViewer(): { on(event: string, listener: () => void): void } | undefined;
    destroy(): void;
  }
}

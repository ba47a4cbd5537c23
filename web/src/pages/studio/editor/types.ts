/** What the editor uses of bpmn-js, which comes without types for its services. */

export interface Moddle {
  $type: string;
  $parent?: Moddle;
  id?: string;
  name?: string;
  get(name: string): unknown;
}

export interface Element {
  id: string;
  type: string;
  parent?: Element;
  businessObject: Moddle;
  labelTarget?: Element;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Modeling {
  updateProperties(element: Element, properties: Record<string, unknown>): void;
  updateModdleProperties(
    element: Element,
    of: Moddle,
    properties: Record<string, unknown>,
  ): void;
}

export interface Factory {
  create(type: string, properties: Record<string, unknown>): Moddle;
}

export interface Registry {
  get(id: string): Element | undefined;
  filter(wanted: (element: Element) => boolean): Element[];
}

export interface Selection {
  get(): Element[];
  select(element: Element | Element[] | null): void;
}

export interface Canvas {
  getRootElement(): Element;
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
  scrollToElement(element: Element): void;
}

export interface CommandStack {
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): void;
  redo(): void;
}

export interface Overlays {
  add(id: string, kind: string, overlay: { position: object; html: HTMLElement }): void;
  remove(which: { type: string }): void;
}

export interface EventBus {
  on(event: string | string[], listener: () => void): void;
  off(event: string | string[], listener: () => void): void;
}

export interface Services {
  get<T>(name: string): T;
}

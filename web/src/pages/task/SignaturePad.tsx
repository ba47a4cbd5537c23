/** A field that is written on with a finger, a pen or the mouse, black on white. */
import { useEffect, useImperativeHandle, useRef, type PointerEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

const WIDTH = 960;
const HEIGHT = 480;
const STROKE = 5;

const MARGIN = 24;
const SCRIPT = "'KaiTi', 'STKaiti', 'Kaiti SC', 'BiauKai', 'Noto Serif CJK SC', cursive";

export interface PadHandle {
  clear: () => void;
  /** A name in the place of what a hand would draw: for whoever uses no finger, pen or mouse. */
  write: (name: string) => void;
  /** What is on the field, without the empty paper around it. */
  picture: () => Promise<Blob | null>;
}

interface Props {
  ref: Ref<PadHandle>;
  onDrawn: (drawn: boolean) => void;
}

function blank(canvas: HTMLCanvasElement): void {
  const brush = canvas.getContext('2d');
  if (!brush) return;
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, WIDTH, HEIGHT);
}

function written(canvas: HTMLCanvasElement, name: string): void {
  const brush = canvas.getContext('2d');
  if (!brush) return;
  blank(canvas);
  const size = Math.min(HEIGHT * 0.5, (WIDTH * 0.85) / Math.max(1, name.length));
  brush.fillStyle = '#000';
  brush.font = `${size}px ${SCRIPT}`;
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.fillText(name, WIDTH / 2, HEIGHT / 2);
}

/** The part with ink and a little paper around it; the whole where nothing is drawn. */
function inked(canvas: HTMLCanvasElement): HTMLCanvasElement {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, WIDTH, HEIGHT).data;
  if (!pixels) return canvas;
  let [left, top, right, bottom] = [WIDTH, HEIGHT, -1, -1];
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      if ((pixels[(y * WIDTH + x) * 4] ?? 255) > 200) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  if (right < 0) return canvas;
  const cut = document.createElement('canvas');
  cut.width = right - left + 2 * MARGIN;
  cut.height = bottom - top + 2 * MARGIN;
  const brush = cut.getContext('2d');
  if (!brush) return canvas;
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, cut.width, cut.height);
  brush.drawImage(canvas, MARGIN - left, MARGIN - top);
  return cut;
}

/** Where the pointer is in the picture's own pixels. */
function place(event: PointerEvent<HTMLCanvasElement>): [number, number] {
  const box = event.currentTarget.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * WIDTH;
  return [x, ((event.clientY - box.top) / box.height) * HEIGHT];
}

export function SignaturePad({ ref, onDrawn }: Props) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  useImperativeHandle(ref, () => ({
    clear: () => {
      if (canvas.current) blank(canvas.current);
      onDrawn(false);
    },
    write: (name) => {
      if (!canvas.current || !name) return;
      written(canvas.current, name);
      onDrawn(true);
    },
    picture: () =>
      new Promise((give) => {
        if (canvas.current) inked(canvas.current).toBlob(give, 'image/png');
        else give(null);
      }),
  }));
  useEffect(() => {
    if (canvas.current) blank(canvas.current);
  }, []);

  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    const brush = event.currentTarget.getContext('2d');
    if (!brush) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    brush.lineWidth = STROKE;
    brush.lineCap = 'round';
    brush.lineJoin = 'round';
    brush.beginPath();
    brush.moveTo(...place(event));
  };
  const follow = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const brush = event.currentTarget.getContext('2d');
    if (!brush) return;
    brush.lineTo(...place(event));
    brush.stroke();
    onDrawn(true);
  };

  return (
    <canvas
      ref={canvas}
      className="signature-pad"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('sign.pad')}
      onPointerDown={begin}
      onPointerMove={follow}
    />
  );
}

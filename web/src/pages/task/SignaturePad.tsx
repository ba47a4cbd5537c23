/** A field that is written on with a finger, a pen or the mouse, black on white. */
import { useEffect, useImperativeHandle, useRef, type PointerEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

const WIDTH = 960;
const HEIGHT = 360;
const STROKE = 5;

export interface PadHandle {
  clear: () => void;
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
    picture: () =>
      new Promise((give) => {
        if (canvas.current) canvas.current.toBlob(give, 'image/png');
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

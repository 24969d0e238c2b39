/** Builds the image of the stand-in platform ahead of time: `npm run demo:image`. */
import { engine } from './engine.ts';
import { serviceImage } from './image.ts';

await serviceImage(await engine(), console.log);

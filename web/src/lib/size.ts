/** Of a picture, in its own pixels. */
export interface Size {
  width: number;
  height: number;
}

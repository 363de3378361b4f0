type Point = readonly [row: number, col: number];
type Box = readonly [top: number, left: number, bottom: number, right: number];

/**
 * Where a point of a picture as it is stored (shares of its height and width) lies in the picture
 * as people see it, by EXIF's orientation, 1 to 8.
 */
export function turnedPoint([row, col]: Point, orientation: number): Point {
  switch (orientation) {
    case 2:
      return [row, 1 - col];
    case 3:
      return [1 - row, 1 - col];
    case 4:
      return [1 - row, col];
    case 5:
      return [col, row];
    case 6:
      return [col, 1 - row];
    case 7:
      return [1 - col, 1 - row];
    case 8:
      return [1 - col, row];
    default:
      return [row, col];
  }
}

export function turnedBox([top, left, bottom, right]: Box, orientation: number): Box {
  const [row1, col1] = turnedPoint([top, left], orientation);
  const [row2, col2] = turnedPoint([bottom, right], orientation);
  return [Math.min(row1, row2), Math.min(col1, col2), Math.max(row1, row2), Math.max(col1, col2)];
}

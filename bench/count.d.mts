export declare function countText(path: string, text: string): number
export declare function countRows(path: string): number
export declare function countFiles(folder: string, extension: string): number
export declare function countInside(path: string, extension: string, text: string): number
export declare function eachEntry(path: string, visit: (name: string, unpack: () => Buffer) => void): void

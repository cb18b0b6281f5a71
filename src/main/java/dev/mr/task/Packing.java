package dev.mr.task;

/** How an input file is packed. What is packed cannot be split. */
public enum Packing {
    NONE,
    GZIP,
    ZSTD;

    /** By the end of the file's name: {@code .gz}, {@code .zst} or {@code .zstd}. */
    public static Packing of(String path) {
        if (path.endsWith(".gz")) {
            return GZIP;
        }
        return path.endsWith(".zst") || path.endsWith(".zstd") ? ZSTD : NONE;
    }
}

package io.zhiyin.engine.math;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * OpenBLAS through the foreign-function interface, on Java's own arrays: while a call holds an array the collector must
 * wait, so long work is cut into calls of at most {@value #CALL_FLOPS} operations, under a millisecond on a core of
 * today. One thread: whoever calls cuts the work into chunks.
 */
record OpenBlas(
        MethodHandle sgemm,
        MethodHandle ssyrk,
        MethodHandle sgemv,
        MethodHandle spotrf,
        MethodHandle spotrs,
        String description)
        implements Kernels {
    private static final int ROW_MAJOR = 101;
    private static final int COLUMN_MAJOR = 102;
    private static final byte UPPER = 'U';
    private static final int NO_TRANS = 111;
    private static final int TRANS = 112;
    private static final int LOWER = 122;

    /** Operations of one call, 0.8 ms at 60e9 a second. */
    private static final double CALL_FLOPS = 5e7;

    private static final int ROWS = 256;
    private static final int DEPTH = 512;

    /** @throws UnpackedLibrary.NotLoaded when it is not there */
    static OpenBlas load(String platform) throws UnpackedLibrary.NotLoaded {
        SymbolLookup library = UnpackedLibrary.openBlas(platform);
        try {
            call(library, "openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT))
                    .invokeExact(1);
            MemorySegment config = (MemorySegment) call(library, "openblas_get_config", FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
            return new OpenBlas(
                    onArrays(
                            library,
                            "cblas_sgemm",
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT,
                            ADDRESS,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT),
                    onArrays(
                            library,
                            "cblas_ssyrk",
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT),
                    onArrays(
                            library,
                            "cblas_sgemv",
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT,
                            ADDRESS,
                            JAVA_INT,
                            JAVA_FLOAT,
                            ADDRESS,
                            JAVA_INT),
                    call(
                            library,
                            "LAPACKE_spotrf_work",
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT),
                            Linker.Option.critical(true)),
                    call(
                            library,
                            "LAPACKE_spotrs_work",
                            FunctionDescriptor.of(
                                    JAVA_INT, JAVA_INT, JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
                                    JAVA_INT),
                            Linker.Option.critical(true)),
                    text(config));
        } catch (Throwable e) {
            throw new UnpackedLibrary.NotLoaded("OpenBLAS is not what was expected: " + e);
        }
    }

    @SuppressWarnings("restricted") // A name in the library's own memory, ended by a zero.
    private static String text(MemorySegment address) {
        return address.reinterpret(Long.MAX_VALUE).getString(0).trim();
    }

    private static MethodHandle onArrays(SymbolLookup library, String name, MemoryLayout... arguments) {
        return call(library, name, FunctionDescriptor.ofVoid(arguments), Linker.Option.critical(true));
    }

    @SuppressWarnings("restricted") // Calling native code is the point.
    private static MethodHandle call(
            SymbolLookup library, String name, FunctionDescriptor form, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), form, options);
    }

    @Override
    public void product(Gemm.Shape shape, Tile a, Tile b, Tile c, int factor, boolean add) {
        int n = shape.n();
        int k = shape.k();
        int rows = Math.min(ROWS, shape.m());
        int depth = Math.min(DEPTH, k);
        int columns = k == 0 ? n : (int) Math.clamp(CALL_FLOPS / (2.0 * rows * depth), 1, Math.max(n, 1));
        for (int row = 0; row < shape.m(); row += ROWS) {
            int m = Math.min(ROWS, shape.m() - row);
            for (int column = 0; column < n; column += columns) {
                int width = Math.min(columns, n - column);
                int l = 0;
                do {
                    Gemm.Shape part = new Gemm.Shape(m, width, Math.min(DEPTH, k - l));
                    multiply(part, a.at(row, l), b.at(column, l), c.at(row, column), factor, add || l > 0 ? 1 : 0);
                    l += DEPTH;
                } while (l < k);
            }
        }
    }

    private void multiply(Gemm.Shape s, Tile a, Tile b, Tile c, float alpha, float beta) {
        // A stride of 0, that of vectors without cells, would be an error to OpenBLAS.
        int aStride = Math.max(a.stride, 1);
        int bStride = Math.max(b.stride, 1);
        try {
            sgemm.invokeExact(
                    ROW_MAJOR, NO_TRANS, TRANS, s.m(), s.n(), s.k(), alpha, view(a), aStride, view(b), bStride, beta,
                    view(c), c.stride);
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemm", e);
        }
    }

    private static MemorySegment view(Tile tile) {
        return view(tile.cells, tile.from);
    }

    @Override
    public void addGram(int rows, int k, float[] a, int aFrom, float[] c, int cFrom) {
        int most = (int) Math.clamp(CALL_FLOPS / ((double) k * k), 1, Math.max(rows, 1));
        for (int row = 0; row < rows; row += most) {
            int part = Math.min(most, rows - row);
            try {
                ssyrk.invokeExact(
                        ROW_MAJOR, LOWER, TRANS, k, part, 1f, view(a, aFrom + row * k), k, 1f, view(c, cFrom), k);
            } catch (Throwable e) {
                throw new IllegalStateException("cblas_ssyrk", e);
            }
        }
    }

    @Override
    public void times(int rows, int k, float[] a, float[] x, float[] y) {
        multiply(NO_TRANS, rows, k, a, x, 0, y);
    }

    @Override
    public void addTransposed(int rows, int k, float[] a, float[] t, float[] y) {
        multiply(TRANS, rows, k, a, t, 1, y);
    }

    private void multiply(int form, int rows, int k, float[] a, float[] x, float beta, float[] y) {
        try {
            sgemv.invokeExact(
                    ROW_MAJOR,
                    form,
                    rows,
                    k,
                    1f,
                    MemorySegment.ofArray(a),
                    k,
                    MemorySegment.ofArray(x),
                    1,
                    beta,
                    MemorySegment.ofArray(y),
                    1);
        } catch (Throwable e) {
            throw new IllegalStateException("cblas_sgemv", e);
        }
    }

    /** LAPACK reads columns: the lower triangle by rows is its upper one. */
    @Override
    public boolean solve(int n, float[] lower, float[] b) {
        MemorySegment a = MemorySegment.ofArray(lower);
        try {
            return (int) spotrf.invokeExact(COLUMN_MAJOR, UPPER, n, a, n) == 0
                    && (int) spotrs.invokeExact(COLUMN_MAJOR, UPPER, n, 1, a, n, MemorySegment.ofArray(b), n) == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("LAPACKE_spotrf_work", e);
        }
    }

    private static MemorySegment view(float[] cells, int from) {
        return MemorySegment.ofArray(cells).asSlice(4L * from);
    }
}

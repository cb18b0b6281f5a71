package dev.mr.fuzz;

/** What the fuzzer calls; hands its bytes to the target that the system property {@value #TARGET} names. */
public final class FuzzEntry {
    static final String TARGET = "mr.fuzz.target";

    private static final FuzzTarget CURRENT =
            FuzzRun.target(System.getProperty(TARGET, "")).get();

    private FuzzEntry() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        CURRENT.run(input);
    }
}

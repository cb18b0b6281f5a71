package dev.mr.driver;

/** The process dies here. An Error, so that nothing on the way takes it for a failure it can deal with. */
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String step) {
        super(step);
    }
}

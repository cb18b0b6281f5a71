package dev.mr.cli;

import dev.mr.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options: sizes, durations, addresses, {@code KEY=VALUE}. */
public final class OptionTextFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of("4096", "64MiB", "2g", "500ms", "30d", "127.0.0.1:40123", "[::1]:0", "a=b=c")) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        Long size = converted(new SizeOption(), text, -1L);
        if (size < -1) {
            throw new AssertionError(size + " bytes");
        }
        Duration duration = converted(new DurationOption(), text, Duration.ZERO);
        if (duration.isNegative() || duration.toNanos() < 0) {
            throw new AssertionError(duration);
        }
        List<String> problems = new ArrayList<>();
        HostAndPort address = HostAndPort.parse("--listen", text, problems);
        if ((address == null) != (problems.size() == 1)) {
            throw new AssertionError(address + " with " + problems);
        }
        if (address != null && (address.host().isEmpty() || address.port() < 0 || address.port() > 65_535)) {
            throw new AssertionError(address);
        }
        List<String> values = List.of(text.split("\n", -1));
        problems.clear();
        if (KeyValues.read("--set", values, problems).size() + problems.size() != values.size()) {
            throw new AssertionError("a value without an answer: " + problems);
        }
    }

    private static <T> T converted(ITypeConverter<T> option, String text, T otherwise) throws Exception {
        try {
            return option.convert(text);
        } catch (TypeConversionException refused) {
            return otherwise;
        }
    }
}

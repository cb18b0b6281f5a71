package dev.mr.cli;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link SettingFile}: every file gives settings, problems of one line each, or both. */
public final class SettingFileFuzz implements FuzzTarget {
    private final ScratchFile scratch = new ScratchFile();

    @Override
    public List<byte[]> seeds() {
        StringBuilder all = new StringBuilder();
        for (String key : Setting.keys()) {
            all.append(key).append(" = \"4\" # said\n");
        }
        return List.of(
                all.toString().getBytes(StandardCharsets.UTF_8),
                "input = [\"a\", 'b']\nworkers = 4\n[table]\nx = 1979-05-27T07:32:00Z\ny = { a = 1.5e3, b = true }\n"
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void run(byte[] input) throws IOException {
        List<String> problems = new ArrayList<>();
        Map<Setting, SettingValue> settings = SettingFile.read(scratch.of(input), problems);
        for (Map.Entry<Setting, SettingValue> setting : settings.entrySet()) {
            if (setting.getValue().source() != SettingValue.Source.FILE) {
                throw new AssertionError("of no file: " + setting);
            }
        }
        for (String problem : problems) {
            if (problem.isBlank()) {
                throw new AssertionError("a problem without words in " + problems);
            }
        }
    }
}

package dev.mr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.mr.task.ExitCode;
import dev.mr.task.OneLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver config}: what a service would be told by its options, the environment and the file of settings. */
@Command(
        name = "config",
        description = "Shows every setting of a service and its clients, and where it is from. Starts nothing.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver config",
            "  mr-driver config --show-origin --config /etc/mr.toml",
            "  MR_LEASE=5s mr-driver config --show-origin --min-workers 2",
            "",
            "An option counts before its variable (--input-root: MR_INPUT_ROOT, several folders with : between),",
            "that before the file, that before the default. Relative paths in the file begin at its folder."
        })
final class ConfigCommand implements Callable<Integer>, Checked {
    private final SettingSources sources;
    private @Nullable Settled settled;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--show-origin",
            description = "Where each setting is from, too: flag, variable, file:line or default.")
    private boolean showOrigin;

    @Option(names = "--json", description = "One JSON object, as docs/status-json.md describes it.")
    private boolean json;

    @Mixin
    private ServeOptions serve;

    ConfigCommand() {
        this(SettingSources.ofThisProcess());
    }

    /** With another environment than this process's. */
    ConfigCommand(SettingSources sources) {
        this.sources = sources;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Settled found = sources.settle(spec, serve.config.file, problems);
        serve.check(problems);
        settled = found;
        return found.withOrigins(problems);
    }

    @Override
    public Integer call() {
        Settled found = settled;
        if (found == null) {
            throw new IllegalStateException("not checked");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            for (Setting setting : Setting.values()) {
                Optional<SettingValue> value = found.value(setting);
                out.println(setting.key() + " = "
                        + value.map(known -> OneLine.whole(String.join(" ", known.texts())))
                                .orElse("(none)")
                        + (showOrigin ? "  # " + origin(value) : ""));
            }
        }
        return ExitCode.DONE.code();
    }

    private static String origin(Optional<SettingValue> value) {
        return value.map(SettingValue::origin).orElse("default");
    }

    private static JsonObject json(Settled found) {
        JsonObject settings = new JsonObject();
        for (Setting setting : Setting.values()) {
            Optional<SettingValue> value = found.value(setting);
            JsonObject one = new JsonObject();
            one.add("value", JsonNull.INSTANCE);
            value.ifPresent(known -> {
                if (setting.kind() == Setting.Kind.PATHS) {
                    JsonArray texts = new JsonArray();
                    known.texts().forEach(texts::add);
                    one.add("value", texts);
                } else {
                    one.addProperty("value", known.texts().get(0));
                }
            });
            one.addProperty("origin", origin(value));
            settings.add(setting.key(), one);
        }
        JsonObject object = new JsonObject();
        object.addProperty("v", StatusJson.VERSION);
        object.add("settings", settings);
        return object;
    }
}

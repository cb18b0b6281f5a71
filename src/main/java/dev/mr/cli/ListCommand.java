package dev.mr.cli;

import com.google.gson.JsonArray;
import dev.mr.rpc.JobView;
import dev.mr.task.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mr-driver list}: the jobs of a service. */
@Command(
        name = "list",
        description = "Lists the jobs of a service, in the order in which they were accepted.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver list", "  mr-driver list --json --limit 100 --after 0b1c..."})
final class ListCommand extends ServiceCommand {
    private static final int PAGE = 1_000;

    @Option(names = "--limit", paramLabel = "N", description = "So many at most (default: all).")
    private @Nullable Integer limit;

    @Option(
            names = "--after",
            paramLabel = "ID",
            defaultValue = "",
            description = "Only those accepted after this job.")
    private String after;

    ListCommand() {
        this(ServicePorts.ofThisProcess());
    }

    ListCommand(ServicePorts ports) {
        super(ports);
    }

    @Override
    void checkOthers(List<String> problems) {
        Given.inRange("--limit", limit, Integer.MAX_VALUE, problems);
    }

    @Override
    public Integer call() {
        List<JobView> views = service().ask(this::pages);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonArray array = new JsonArray();
            views.forEach(view -> array.add(JobViewJson.of(view)));
            out.println(array);
        } else {
            JobViewText.print(views, out);
        }
        return ExitCode.DONE.code();
    }

    private List<JobView> pages(ServiceClient client) {
        int most = Given.or(limit, Integer.MAX_VALUE);
        List<JobView> views = new ArrayList<>();
        String from = after;
        while (views.size() < most) {
            int asked = Math.min(PAGE, most - views.size());
            List<JobView> page = client.list(from, asked);
            views.addAll(page);
            if (page.size() < asked) {
                break;
            }
            from = page.get(page.size() - 1).job();
        }
        return views;
    }
}

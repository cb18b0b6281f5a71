package dev.mr.chaos;

import dev.mr.task.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job of a service, and its client, who submits it until it is accepted. */
final class Tenant {
    private final Oracle oracle;
    private final String request;
    private final Path root;

    /** Whether its client asks once more when it has its answer, which must be the same. */
    private final boolean doubting;

    private @Nullable Member client;
    private String id = "";
    private boolean settled;

    Tenant(Oracle oracle, String request, Path root, boolean doubting) {
        this.oracle = oracle;
        this.request = request;
        this.root = root;
        this.doubting = doubting;
    }

    Oracle oracle() {
        return oracle;
    }

    /** Where its job is, when it is known to be accepted. */
    Optional<JobPlace> place() {
        return id.isEmpty() ? Optional.empty() : Optional.of(JobPlace.served(root, id));
    }

    /** Whether its client is under way. */
    boolean isAsking() {
        return client != null;
    }

    /** Whether its client has nothing more to ask. */
    boolean isSettled() {
        return settled;
    }

    void ask(Crew crew) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("submit", "--root", root.toString(), "--request-id", request));
        arguments.addAll(oracle.arguments());
        client = crew.aside(arguments);
    }

    /** Takes the answer if there is one; what is wrong with it. A client that met no service knows nothing, and asks again. */
    Optional<String> hear() throws IOException {
        Member asked = client;
        if (asked == null || asked.isAlive()) {
            return Optional.empty();
        }
        client = null;
        if (asked.exitCode() == ExitCode.ENVIRONMENT.code()) {
            return Optional.empty();
        }
        if (asked.exitCode() != ExitCode.DONE.code()) {
            settled = true;
            return Optional.of(asked.obituary());
        }
        String answer = asked.answer();
        settled = !doubting || !id.isEmpty();
        if (!id.isEmpty() && !id.equals(answer)) {
            return Optional.of(request + " was accepted as job " + id + " and once more as " + answer);
        }
        id = answer;
        return Optional.empty();
    }
}

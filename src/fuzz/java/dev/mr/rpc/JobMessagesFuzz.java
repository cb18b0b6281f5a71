package dev.mr.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mr.fuzz.FuzzTarget;
import dev.mr.rpc.v1.jobs.Job;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.task.JobState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link JobMessages} and {@link Token}: the first byte chooses a submission, a job, a line of a history or a token file. */
public final class JobMessagesFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        Submission submission = new Submission(
                "request", "wordcount", List.of("/data/a", ""), Map.of("pattern", "x"), Map.of("map-tasks", "3"));
        JobView view = new JobView(
                "id",
                "request",
                "wordcount",
                JobState.RUNNING,
                "",
                "/jobs/id",
                "/jobs/id/out",
                17,
                Optional.of(18L),
                Optional.empty(),
                Optional.of(new JobView.Progress(4, 3, 2, 0)));
        JobLine line = new JobLine(1, 2, 3, "what", "map-1", 4, 5, "text");
        return List.of(
                seed(0, JobMessages.toProto(submission).toByteArray()),
                seed(1, JobMessages.toProto(view).toByteArray()),
                seed(2, JobMessages.toProto(line).toByteArray()),
                seed(3, "0123456789abcdef".repeat(4).getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] seed(int kind, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) kind;
        System.arraycopy(content, 0, seed, 1, content.length);
        return seed;
    }

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        try {
            switch (input[0] & 3) {
                case 0 -> {
                    Submission read = JobMessages.fromProto(SubmitRequest.parseFrom(content));
                    requireEqual(read, JobMessages.fromProto(JobMessages.toProto(read)));
                }
                case 1 -> {
                    JobView read = JobMessages.fromProto(Job.parseFrom(content));
                    requireEqual(read, JobMessages.fromProto(JobMessages.toProto(read)));
                }
                case 2 -> {
                    JobLine read = JobMessages.fromProto(dev.mr.rpc.v1.jobs.JobLine.parseFrom(content));
                    requireEqual(read, JobMessages.fromProto(JobMessages.toProto(read)));
                }
                default -> token(content);
            }
        } catch (InvalidProtocolBufferException | MalformedMessageException refused) {
            return;
        }
    }

    private static void token(byte[] content) {
        Token token;
        try {
            token = Token.parse(content);
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!token.isCarriedBy(token.metadata())) {
            throw new AssertionError("a token that does not know itself");
        }
    }

    private static void requireEqual(Object read, Object again) {
        if (!read.equals(again)) {
            throw new AssertionError(read + " became " + again);
        }
    }
}

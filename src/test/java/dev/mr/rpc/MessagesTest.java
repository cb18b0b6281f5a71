package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.rpc.v1.Assign;
import dev.mr.rpc.v1.AttemptId;
import dev.mr.rpc.v1.Committed;
import dev.mr.rpc.v1.Failed;
import dev.mr.rpc.v1.InputBad;
import dev.mr.rpc.v1.JobClosed;
import dev.mr.rpc.v1.JobDone;
import dev.mr.rpc.v1.MapWork;
import dev.mr.rpc.v1.Ready;
import dev.mr.rpc.v1.ReduceWork;
import dev.mr.rpc.v1.Succeeded;
import dev.mr.rpc.v1.TaskKind;
import dev.mr.rpc.v1.WorkFile;
import dev.mr.task.DriverMessage;
import dev.mr.task.JobSpecs;
import dev.mr.task.WorkerMessage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final AttemptId MAP = AttemptId.newBuilder()
            .setKind(TaskKind.TASK_KIND_MAP)
            .setTask(3)
            .setNumber(1)
            .setNonce(7)
            .build();

    private final KeptWork work = new KeptWork();
    private final DriverMessages driverMessages = new DriverMessages(work);

    @Test
    void every_worker_message_arrives_as_it_was_sent() throws Exception {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            for (WorkerMessage message : new RandomMessages(seed).ofWorker()) {
                byte[] wire = WorkerMessages.toProto(message).toByteArray();
                assertThat(WorkerMessages.fromProto(dev.mr.rpc.v1.WorkerMessage.parseFrom(wire)))
                        .as("seed %s", seed)
                        .isEqualTo(message);
                kinds.add(message.getClass());
            }
        }
        assertThat(kinds)
                .containsAll(Arrays.stream(WorkerMessage.class.getPermittedSubclasses())
                        .toList());
    }

    @Test
    void every_driver_message_arrives_as_it_was_sent() throws Exception {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            for (DriverMessage message : new RandomMessages(seed).ofDriver()) {
                assertThat(roundTrip(message)).as("seed %s", seed).isEqualTo(message);
                kinds.add(message.getClass());
            }
        }
        assertThat(kinds)
                .containsAll(Arrays.stream(DriverMessage.class.getPermittedSubclasses())
                        .toList());
        assertThat(work.files).isEmpty();
    }

    private DriverMessage roundTrip(DriverMessage message) throws Exception {
        byte[] wire = driverMessages.toProto(message).toByteArray();
        assertThat(wire.length).isLessThan(1 << 20);
        return driverMessages.fromProto(dev.mr.rpc.v1.DriverMessage.parseFrom(wire));
    }

    @Test
    void work_on_100_000_maps_goes_through_a_file_and_arrives_intact() throws Exception {
        DriverMessage.Assign assign = new RandomMessages(1).reduceOf(100_000);
        assertThat(roundTrip(assign)).isEqualTo(assign);
        assertThat(assign.folder()).isNotEmpty();
        assertThat(work.files)
                .containsOnlyKeys(assign.folder() + "/work-" + assign.attempt().directoryName());
        assertThat(work.files.values().iterator().next().length).isGreaterThan(1 << 20);
    }

    @Test
    void a_file_of_work_that_was_tampered_with_is_refused() throws Exception {
        dev.mr.rpc.v1.DriverMessage wire = driverMessages.toProto(new RandomMessages(1).reduceOf(100_000));
        work.files.values().forEach(content -> content[500_000] ^= 1);
        assertThatThrownBy(() -> driverMessages.fromProto(wire))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("does not match its checksum");
    }

    @Test
    void a_file_of_work_that_holds_something_else_is_refused() {
        byte[] content = "no work at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        work.files.put("work", content);
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(content);
        assertMalformed(
                "work cannot be read",
                goodAssign().setFile(WorkFile.newBuilder().setName("work").setCrc32C((int) crc.getValue())));
    }

    @Test
    void a_worker_message_that_no_worker_sends_is_refused() {
        assertMalformed("no known kind", dev.mr.rpc.v1.WorkerMessage.newBuilder());
        for (int credits : new int[] {0, -1, (1 << 16) + 1}) {
            assertMalformed(
                    "credits",
                    dev.mr.rpc.v1.WorkerMessage.newBuilder()
                            .setReady(Ready.newBuilder().setCredits(credits)));
        }
        assertMalformed(
                "no known kind of task",
                dev.mr.rpc.v1.WorkerMessage.newBuilder().setSucceeded(Succeeded.newBuilder()));
        for (AttemptId.Builder bad : new AttemptId.Builder[] {
            MAP.toBuilder().setNumber(0),
            MAP.toBuilder().setNumber(-1),
            MAP.toBuilder().setTask(-1)
        }) {
            assertMalformed(
                    "attempt",
                    dev.mr.rpc.v1.WorkerMessage.newBuilder()
                            .setSucceeded(Succeeded.newBuilder().setAttempt(bad)));
        }
        assertMalformed(
                "unknown kind \"FATE\"",
                dev.mr.rpc.v1.WorkerMessage.newBuilder()
                        .setFailed(Failed.newBuilder().setAttempt(MAP).setKind("FATE")));
        assertMalformed(
                "bucket -1",
                dev.mr.rpc.v1.WorkerMessage.newBuilder()
                        .setInputBad(InputBad.newBuilder()
                                .setAttempt(MAP)
                                .setWinner(MAP)
                                .setBucket(-1)));
    }

    @Test
    void a_driver_message_that_no_driver_sends_is_refused() {
        assertMalformed("no known kind", dev.mr.rpc.v1.DriverMessage.newBuilder());
        assertMalformed("kind of task", dev.mr.rpc.v1.DriverMessage.newBuilder().setCommitted(Committed.newBuilder()));
        assertMalformed(
                "unknown state \"DREAMING\"",
                dev.mr.rpc.v1.DriverMessage.newBuilder()
                        .setJobDone(JobDone.newBuilder().setState("DREAMING")));
    }

    @Test
    void an_assignment_that_cannot_be_carried_out_is_refused() {
        assertMalformed("without work", goodAssign());
        assertMalformed("option \"job\" is missing", goodAssign().clearOptions());
        assertMalformed("option \"lease\" cannot be \"soon\"", goodAssign().putOptions("lease", "soon"));
        assertMalformed("option \"memory\" cannot be \"NaN\"", goodAssign().putOptions("memory", "NaN"));
        assertMalformed("option \"partitioner\"", goodAssign().putOptions("partitioner", "dice"));
        assertMalformed("reduce tasks", goodAssign().putOptions("reduce-tasks", "0"));
        assertMalformed("output prefix \"../../out-\"", goodAssign().putOptions("output-prefix", "../../out-"));
        assertMalformed("work of the other kind", goodAssign().setReduce(ReduceWork.getDefaultInstance()));
        assertMalformed(
                "columns of different lengths",
                goodAssign().setReduce(ReduceWork.newBuilder().addAttempts(1)));
        assertMalformed(
                "attempt 0 of map-0",
                goodAssign()
                        .setReduce(ReduceWork.newBuilder()
                                .addAttempts(0)
                                .addNonces(1)
                                .addBytes(1)
                                .addCrc32C(1)));
    }

    @Test
    void the_longest_and_the_deepest_folder_are_accepted() throws Exception {
        for (String good : new String[] {"", "a", "jobs/7", "A-Z_a-z/0-9", "x".repeat(255), "a/b/c/d/e/f/g/h"}) {
            DriverMessage.JobClosed closed = new DriverMessage.JobClosed(good);
            assertThat(roundTrip(closed)).isEqualTo(closed);
        }
    }

    @Test
    void a_folder_that_could_lead_out_of_the_directory_or_into_its_own_files_is_refused() {
        for (String bad : new String[] {
            "..",
            ".",
            "../other",
            "jobs/../..",
            "jobs/./7",
            "/etc",
            "/",
            "//",
            "jobs//7",
            "jobs/",
            "/jobs",
            ".mr",
            ".mr/attempts",
            "jobs/.mr",
            "a b",
            "a\\b",
            "a\u0000b",
            "a\n",
            "\u00e4",
            "~",
            "a/b/c/d/e/f/g/h/i",
            "x".repeat(256)
        }) {
            assertMalformed(
                    "with ", goodAssign().setMap(MapWork.getDefaultInstance()).setFolder(bad));
            assertMalformed(
                    "with ",
                    dev.mr.rpc.v1.DriverMessage.newBuilder()
                            .setJobClosed(JobClosed.newBuilder().setFolder(bad)));
        }
        assertMalformed(
                "Assign of map-3 attempt 1 with the folder \"../other\"",
                goodAssign().setMap(MapWork.getDefaultInstance()).setFolder("../other"));
    }

    @Test
    void a_split_outside_its_input_is_refused() {
        MapWork.Builder map = MapWork.newBuilder()
                .addInputs(dev.mr.rpc.v1.InputFile.newBuilder()
                        .setIndex(4)
                        .setPath("/a")
                        .setBytes(10));
        for (long[] bounds : new long[][] {{-1, 5}, {6, 5}, {0, 11}}) {
            assertMalformed(
                    "split [",
                    goodAssign()
                            .setMap(map.clone()
                                    .addSplits(dev.mr.rpc.v1.Split.newBuilder()
                                            .setInput(4)
                                            .setFirst(bounds[0])
                                            .setNext(bounds[1]))));
        }
        assertMalformed(
                "unknown input 5",
                goodAssign()
                        .setMap(map.clone()
                                .addSplits(dev.mr.rpc.v1.Split.newBuilder().setInput(5))));
    }

    /** Lacks only its work. */
    private static Assign.Builder goodAssign() {
        return Assign.newBuilder()
                .setAttempt(MAP)
                .putAllOptions(JobSpecs.wordCount(6, 4).options());
    }

    private void assertMalformed(String why, Assign.Builder assign) {
        assertMalformed(why, dev.mr.rpc.v1.DriverMessage.newBuilder().setAssign(assign));
    }

    private void assertMalformed(String why, dev.mr.rpc.v1.DriverMessage.Builder message) {
        assertThatThrownBy(() -> driverMessages.fromProto(message.build()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }

    private static void assertMalformed(String why, dev.mr.rpc.v1.WorkerMessage.Builder message) {
        assertThatThrownBy(() -> WorkerMessages.fromProto(message.build()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }
}

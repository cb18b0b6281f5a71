package dev.mr.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mr.rpc.v1.Assign;
import dev.mr.rpc.v1.Committed;
import dev.mr.rpc.v1.HeartbeatAck;
import dev.mr.rpc.v1.JobClosed;
import dev.mr.rpc.v1.JobDone;
import dev.mr.rpc.v1.Rejected;
import dev.mr.rpc.v1.Revoke;
import dev.mr.rpc.v1.Welcome;
import dev.mr.rpc.v1.WorkFile;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.TaskKind;
import dev.mr.task.Work;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Driver messages on the wire. Work of more than {@link #MAX_WORK_BYTES} travels as a file. */
final class DriverMessages {
    /** Leaves room for the rest of an Assign below the 1 MiB that every message keeps to. */
    static final int MAX_WORK_BYTES = 900_000;

    private final WorkFiles workFiles;

    /** A job's options are those of its every task. */
    private final KnownSpecs known = new KnownSpecs();

    DriverMessages(WorkFiles workFiles) {
        this.workFiles = workFiles;
    }

    dev.mr.rpc.v1.DriverMessage toProto(DriverMessage message) throws IOException {
        dev.mr.rpc.v1.DriverMessage.Builder wire = dev.mr.rpc.v1.DriverMessage.newBuilder();
        if (message instanceof DriverMessage.HeartbeatAck ack) {
            wire.setHeartbeatAck(HeartbeatAck.newBuilder().setSequence(ack.sequence()));
        } else if (message instanceof DriverMessage.Assign assign) {
            wire.setAssign(toProto(assign));
        } else if (message instanceof DriverMessage.Committed committed) {
            wire.setCommitted(Committed.newBuilder().setAttempt(Ids.toProto(committed.attempt())));
        } else if (message instanceof DriverMessage.Rejected rejected) {
            wire.setRejected(Rejected.newBuilder()
                    .setAttempt(Ids.toProto(rejected.attempt()))
                    .setReason(rejected.reason()));
        } else if (message instanceof DriverMessage.Revoke revoke) {
            wire.setRevoke(Revoke.newBuilder()
                    .setAttempt(Ids.toProto(revoke.attempt()))
                    .setReason(revoke.reason()));
        } else if (message instanceof DriverMessage.JobDone done) {
            wire.setJobDone(JobDone.newBuilder().setState(done.state().name()).setMessage(done.message()));
        } else if (message instanceof DriverMessage.JobClosed closed) {
            wire.setJobClosed(JobClosed.newBuilder().setFolder(closed.folder()));
        } else if (message instanceof DriverMessage.Welcome welcome) {
            wire.setWelcome(Welcome.newBuilder()
                    .setWorker(welcome.worker())
                    .setSession(welcome.session())
                    .setEpoch(welcome.epoch())
                    .setLeaseMillis(welcome.leaseMillis())
                    .setHeartbeatMillis(welcome.heartbeatMillis())
                    .setJobUuid(welcome.jobUuid())
                    .setJobDirectory(welcome.jobDirectory()));
        } else {
            throw new IllegalArgumentException(message.toString());
        }
        return wire.build();
    }

    private Assign.Builder toProto(DriverMessage.Assign assign) throws IOException {
        Assign.Builder wire = Assign.newBuilder()
                .setAttempt(Ids.toProto(assign.attempt()))
                .setFolder(assign.folder())
                .putAllOptions(known.options(assign.spec()));
        dev.mr.rpc.v1.Work work = Works.toProto(assign.work());
        if (work.getSerializedSize() > MAX_WORK_BYTES) {
            byte[] content = work.toByteArray();
            String name = workFiles.save(assign.folder(), assign.attempt(), content);
            return wire.setFile(WorkFile.newBuilder().setName(name).setCrc32C(crc(content)));
        }
        return switch (work.getWorkCase()) {
            case MAP -> wire.setMap(work.getMap());
            case REDUCE -> wire.setReduce(work.getReduce());
            case WORK_NOT_SET -> throw new IllegalStateException(assign.toString());
        };
    }

    DriverMessage fromProto(dev.mr.rpc.v1.DriverMessage wire) throws MalformedMessageException, IOException {
        return switch (wire.getKindCase()) {
            case HEARTBEAT_ACK ->
                new DriverMessage.HeartbeatAck(wire.getHeartbeatAck().getSequence());
            case ASSIGN -> fromProto(wire.getAssign());
            case COMMITTED ->
                new DriverMessage.Committed(Ids.fromProto(wire.getCommitted().getAttempt()));
            case REJECTED ->
                new DriverMessage.Rejected(
                        Ids.fromProto(wire.getRejected().getAttempt()),
                        wire.getRejected().getReason());
            case REVOKE ->
                new DriverMessage.Revoke(
                        Ids.fromProto(wire.getRevoke().getAttempt()),
                        wire.getRevoke().getReason());
            case JOB_DONE ->
                new DriverMessage.JobDone(
                        jobState(wire.getJobDone().getState()),
                        wire.getJobDone().getMessage());
            case JOB_CLOSED ->
                new DriverMessage.JobClosed(Folders.checked(wire.getJobClosed().getFolder(), "JobClosed"));
            case WELCOME -> {
                Welcome welcome = wire.getWelcome();
                yield new DriverMessage.Welcome(
                        welcome.getWorker(),
                        welcome.getSession(),
                        welcome.getEpoch(),
                        welcome.getLeaseMillis(),
                        welcome.getHeartbeatMillis(),
                        welcome.getJobUuid(),
                        welcome.getJobDirectory());
            }
            case KIND_NOT_SET -> throw new MalformedMessageException("a message of no known kind");
        };
    }

    private DriverMessage fromProto(Assign wire) throws MalformedMessageException, IOException {
        AttemptId attempt = Ids.fromProto(wire.getAttempt());
        String folder = Folders.checked(wire.getFolder(), "Assign of " + attempt);
        JobSpec spec;
        try {
            spec = known.spec(wire.getOptionsMap());
        } catch (IllegalArgumentException unreadable) {
            throw new MalformedMessageException("Assign of " + attempt + ": " + unreadable.getMessage());
        }
        checkSpec(attempt, spec);
        Work work = switch (wire.getWorkCase()) {
            case MAP -> Works.fromProto(wire.getMap());
            case REDUCE -> Works.fromProto(wire.getReduce());
            case FILE -> fromFile(folder, wire.getFile());
            case WORK_NOT_SET -> throw new MalformedMessageException("Assign of " + attempt + " without work");
        };
        if ((attempt.task().kind() == TaskKind.MAP) != work instanceof Work.MapWork) {
            throw new MalformedMessageException("Assign of " + attempt + " with work of the other kind");
        }
        return new DriverMessage.Assign(attempt, folder, spec, work);
    }

    /** The prefix becomes part of a file's name, so it must stay in its directory. */
    private static void checkSpec(AttemptId attempt, JobSpec spec) throws MalformedMessageException {
        if (spec.mapTasks() < 1 || spec.reduceTasks() < 1) {
            throw new MalformedMessageException("Assign of " + attempt + " in a job of " + spec.mapTasks() + " map and "
                    + spec.reduceTasks() + " reduce tasks");
        }
        if (spec.outputPrefix().indexOf('/') >= 0 || spec.outputPrefix().indexOf('\0') >= 0) {
            throw new MalformedMessageException(
                    "Assign of " + attempt + " with the output prefix \"" + spec.outputPrefix() + "\"");
        }
    }

    private Work fromFile(String folder, WorkFile file) throws MalformedMessageException, IOException {
        byte[] content = workFiles.load(folder, file.getName());
        if (crc(content) != file.getCrc32C()) {
            throw new MalformedMessageException(file.getName() + " does not match its checksum");
        }
        try {
            return Works.fromProto(dev.mr.rpc.v1.Work.parseFrom(content));
        } catch (InvalidProtocolBufferException unreadable) {
            throw new MalformedMessageException(file.getName() + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static JobState jobState(String name) throws MalformedMessageException {
        for (JobState state : JobState.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        throw new MalformedMessageException("a job of the unknown state \"" + name + "\"");
    }

    private static int crc(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }
}

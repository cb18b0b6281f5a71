package dev.mr.rpc;

import dev.mr.rpc.v1.Failed;
import dev.mr.rpc.v1.Goodbye;
import dev.mr.rpc.v1.Heartbeat;
import dev.mr.rpc.v1.Hello;
import dev.mr.rpc.v1.InputBad;
import dev.mr.rpc.v1.Progress;
import dev.mr.rpc.v1.Ready;
import dev.mr.rpc.v1.Succeeded;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.FailureKind;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;

/** Worker messages on the wire. */
final class WorkerMessages {
    private static final int MAX_CREDITS = 1 << 16;

    private WorkerMessages() {}

    static dev.mr.rpc.v1.WorkerMessage toProto(WorkerMessage message) {
        dev.mr.rpc.v1.WorkerMessage.Builder wire = dev.mr.rpc.v1.WorkerMessage.newBuilder();
        if (message instanceof WorkerMessage.Heartbeat heartbeat) {
            wire.setHeartbeat(toProto(heartbeat));
        } else if (message instanceof WorkerMessage.Ready ready) {
            wire.setReady(Ready.newBuilder().setCredits(ready.credits()));
        } else if (message instanceof WorkerMessage.Succeeded succeeded) {
            wire.setSucceeded(Succeeded.newBuilder()
                    .setAttempt(Ids.toProto(succeeded.attempt()))
                    .setReceiptCrc32C(succeeded.receiptCrc32c()));
        } else if (message instanceof WorkerMessage.Failed failed) {
            Failed.Builder told = Failed.newBuilder()
                    .setAttempt(Ids.toProto(failed.attempt()))
                    .setKind(failed.kind().name())
                    .setMessage(failed.message())
                    .setStack(failed.stack());
            BadRecord record = failed.record();
            if (record != null) {
                told.setRecord(Ids.toProto(record));
            }
            wire.setFailed(told);
        } else if (message instanceof WorkerMessage.InputBad bad) {
            wire.setInputBad(InputBad.newBuilder()
                    .setAttempt(Ids.toProto(bad.attempt()))
                    .setWinner(Ids.toProto(bad.winner()))
                    .setBucket(bad.bucket())
                    .setDetail(bad.detail()));
        } else if (message instanceof WorkerMessage.Hello hello) {
            wire.setHello(toProto(hello));
        } else if (message instanceof WorkerMessage.Goodbye goodbye) {
            wire.setGoodbye(Goodbye.newBuilder().setReason(goodbye.reason()));
        } else {
            throw new IllegalArgumentException(message.toString());
        }
        return wire.build();
    }

    private static Hello.Builder toProto(WorkerMessage.Hello hello) {
        Hello.Builder wire = Hello.newBuilder()
                .setLabel(hello.label())
                .setHost(hello.host())
                .setPid(hello.pid())
                .setSlots(hello.slots())
                .setBuild(hello.build())
                .setReconnectMillis(hello.reconnectMillis())
                .setJobUuid(hello.jobUuid())
                .setFormerWorker(hello.formerWorker());
        hello.held().forEach(held -> wire.addHeld(Ids.toProto(held)));
        return wire;
    }

    private static WorkerMessage fromProto(Hello hello) throws MalformedMessageException {
        List<AttemptId> held = new ArrayList<>();
        for (dev.mr.rpc.v1.AttemptId one : hello.getHeldList()) {
            held.add(Ids.fromProto(one));
        }
        return new WorkerMessage.Hello(
                hello.getLabel(),
                hello.getHost(),
                hello.getPid(),
                hello.getSlots(),
                hello.getBuild(),
                hello.getReconnectMillis(),
                hello.getJobUuid(),
                held,
                hello.getFormerWorker());
    }

    private static Heartbeat.Builder toProto(WorkerMessage.Heartbeat heartbeat) {
        Heartbeat.Builder wire = Heartbeat.newBuilder().setSequence(heartbeat.sequence());
        for (WorkerMessage.Progress progress : heartbeat.progress()) {
            wire.addProgress(Progress.newBuilder()
                    .setAttempt(Ids.toProto(progress.attempt()))
                    .setRecords(progress.records())
                    .setBytes(progress.bytes())
                    .setPosition(progress.position()));
        }
        return wire;
    }

    static WorkerMessage fromProto(dev.mr.rpc.v1.WorkerMessage wire) throws MalformedMessageException {
        return switch (wire.getKindCase()) {
            case HEARTBEAT -> fromProto(wire.getHeartbeat());
            case READY -> {
                int credits = wire.getReady().getCredits();
                if (credits < 1 || credits > MAX_CREDITS) {
                    throw new MalformedMessageException("Ready with " + credits + " credits");
                }
                yield new WorkerMessage.Ready(credits);
            }
            case SUCCEEDED ->
                new WorkerMessage.Succeeded(
                        Ids.fromProto(wire.getSucceeded().getAttempt()),
                        wire.getSucceeded().getReceiptCrc32C());
            case FAILED -> {
                Failed failed = wire.getFailed();
                yield new WorkerMessage.Failed(
                        Ids.fromProto(failed.getAttempt()),
                        failureKind(failed.getKind()),
                        failed.getMessage(),
                        failed.getStack(),
                        failed.hasRecord() ? Ids.fromProto(failed.getRecord()) : null);
            }
            case INPUT_BAD -> {
                InputBad bad = wire.getInputBad();
                if (bad.getBucket() < 0) {
                    throw new MalformedMessageException("bucket " + bad.getBucket());
                }
                yield new WorkerMessage.InputBad(
                        Ids.fromProto(bad.getAttempt()),
                        Ids.fromProto(bad.getWinner()),
                        bad.getBucket(),
                        bad.getDetail());
            }
            case HELLO -> fromProto(wire.getHello());
            case GOODBYE -> new WorkerMessage.Goodbye(wire.getGoodbye().getReason());
            case KIND_NOT_SET -> throw new MalformedMessageException("a message of no known kind");
        };
    }

    private static WorkerMessage fromProto(Heartbeat wire) throws MalformedMessageException {
        List<WorkerMessage.Progress> progress = new ArrayList<>();
        for (Progress one : wire.getProgressList()) {
            progress.add(new WorkerMessage.Progress(
                    Ids.fromProto(one.getAttempt()), one.getRecords(), one.getBytes(), one.getPosition()));
        }
        return new WorkerMessage.Heartbeat(wire.getSequence(), progress);
    }

    private static FailureKind failureKind(String name) throws MalformedMessageException {
        for (FailureKind kind : FailureKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new MalformedMessageException("a failure of the unknown kind \"" + name + "\"");
    }
}

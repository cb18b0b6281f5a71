package dev.mr.rpc;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;

/** Attempt ids on the wire. */
final class Ids {
    private Ids() {}

    static dev.mr.rpc.v1.AttemptId toProto(AttemptId id) {
        return dev.mr.rpc.v1.AttemptId.newBuilder()
                .setKind(
                        id.task().kind() == TaskKind.MAP
                                ? dev.mr.rpc.v1.TaskKind.TASK_KIND_MAP
                                : dev.mr.rpc.v1.TaskKind.TASK_KIND_REDUCE)
                .setTask(id.task().index())
                .setNumber(id.number())
                .setNonce(id.nonce())
                .build();
    }

    static AttemptId fromProto(dev.mr.rpc.v1.AttemptId id) throws MalformedMessageException {
        TaskKind kind = switch (id.getKind()) {
            case TASK_KIND_MAP -> TaskKind.MAP;
            case TASK_KIND_REDUCE -> TaskKind.REDUCE;
            case TASK_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedMessageException("an attempt of no known kind of task");
        };
        if (id.getTask() < 0 || id.getNumber() < 1) {
            throw new MalformedMessageException("attempt " + id.getNumber() + " of task " + id.getTask());
        }
        return new AttemptId(new TaskId(kind, id.getTask()), id.getNumber(), id.getNonce());
    }

    static dev.mr.rpc.v1.BadRecord toProto(BadRecord record) {
        return dev.mr.rpc.v1.BadRecord.newBuilder()
                .setInput(record.input())
                .setOffset(record.offset())
                .setBytes(record.bytes())
                .setCrc32C(record.crc32c())
                .build();
    }

    static BadRecord fromProto(dev.mr.rpc.v1.BadRecord wire) {
        return new BadRecord(wire.getInput(), wire.getOffset(), wire.getBytes(), wire.getCrc32C());
    }
}

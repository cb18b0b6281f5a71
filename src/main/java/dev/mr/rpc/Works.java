package dev.mr.rpc;

import dev.mr.rpc.v1.MapWork;
import dev.mr.rpc.v1.ReduceWork;
import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.BucketSource;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an attempt reads, on the wire: each input once, buckets in columns. */
final class Works {
    private Works() {}

    static dev.mr.rpc.v1.Work toProto(Work work) {
        dev.mr.rpc.v1.Work.Builder wire = dev.mr.rpc.v1.Work.newBuilder();
        if (work instanceof Work.MapWork map) {
            wire.setMap(toProto(map));
        } else if (work instanceof Work.ReduceWork reduce) {
            wire.setReduce(toProto(reduce));
        }
        return wire.build();
    }

    private static MapWork.Builder toProto(Work.MapWork work) {
        MapWork.Builder wire = MapWork.newBuilder();
        Map<Integer, InputFile> sent = new HashMap<>();
        for (Split split : work.splits()) {
            InputFile input = split.input();
            if (sent.put(input.index(), input) == null) {
                wire.addInputs(dev.mr.rpc.v1.InputFile.newBuilder()
                        .setIndex(input.index())
                        .setSource(input.source())
                        .setPath(input.path())
                        .setBytes(input.bytes())
                        .setModifiedNanos(input.modifiedNanos())
                        .setInode(input.inode()));
            }
            wire.addSplits(dev.mr.rpc.v1.Split.newBuilder()
                    .setInput(input.index())
                    .setFirst(split.first())
                    .setNext(split.next()));
        }
        for (BadRecord skip : work.skips()) {
            wire.addSkips(Ids.toProto(skip));
        }
        return wire.setCareful(work.careful());
    }

    private static ReduceWork.Builder toProto(Work.ReduceWork work) {
        ReduceWork.Builder wire = ReduceWork.newBuilder();
        for (BucketSource source : work.sources()) {
            wire.addAttempts(source.winner().number())
                    .addNonces(source.winner().nonce())
                    .addBytes(source.bytes())
                    .addCrc32C(source.crc32c());
        }
        return wire;
    }

    static Work fromProto(dev.mr.rpc.v1.Work wire) throws MalformedMessageException {
        return switch (wire.getWorkCase()) {
            case MAP -> fromProto(wire.getMap());
            case REDUCE -> fromProto(wire.getReduce());
            case WORK_NOT_SET -> throw new MalformedMessageException("work of no known kind");
        };
    }

    static Work fromProto(MapWork wire) throws MalformedMessageException {
        Map<Integer, InputFile> inputs = new HashMap<>();
        for (dev.mr.rpc.v1.InputFile input : wire.getInputsList()) {
            inputs.put(
                    input.getIndex(),
                    new InputFile(
                            input.getIndex(),
                            input.getSource(),
                            input.getPath(),
                            input.getBytes(),
                            input.getModifiedNanos(),
                            input.getInode()));
        }
        List<Split> splits = new ArrayList<>();
        for (dev.mr.rpc.v1.Split split : wire.getSplitsList()) {
            InputFile input = inputs.get(split.getInput());
            if (input == null) {
                throw new MalformedMessageException("a split of the unknown input " + split.getInput());
            }
            try {
                splits.add(new Split(input, split.getFirst(), split.getNext()));
            } catch (IllegalArgumentException outside) {
                throw new MalformedMessageException(String.valueOf(outside.getMessage()));
            }
        }
        List<BadRecord> skips = new ArrayList<>();
        for (dev.mr.rpc.v1.BadRecord skip : wire.getSkipsList()) {
            skips.add(Ids.fromProto(skip));
        }
        return new Work.MapWork(splits, skips, wire.getCareful());
    }

    static Work fromProto(ReduceWork wire) throws MalformedMessageException {
        int maps = wire.getAttemptsCount();
        if (wire.getNoncesCount() != maps || wire.getBytesCount() != maps || wire.getCrc32CCount() != maps) {
            throw new MalformedMessageException("columns of different lengths");
        }
        List<BucketSource> sources = new ArrayList<>(maps);
        for (int map = 0; map < maps; map++) {
            if (wire.getAttempts(map) < 1) {
                throw new MalformedMessageException("attempt " + wire.getAttempts(map) + " of map-" + map);
            }
            AttemptId winner = new AttemptId(TaskId.map(map), wire.getAttempts(map), wire.getNonces(map));
            sources.add(new BucketSource(winner, wire.getBytes(map), wire.getCrc32C(map)));
        }
        return new Work.ReduceWork(sources);
    }
}

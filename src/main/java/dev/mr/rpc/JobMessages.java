package dev.mr.rpc;

import dev.mr.rpc.v1.jobs.Job;
import dev.mr.rpc.v1.jobs.State;
import dev.mr.rpc.v1.jobs.SubmitRequest;
import dev.mr.task.JobState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates between what a service says about its jobs and the JobService's messages. */
final class JobMessages {
    private JobMessages() {}

    static SubmitRequest toProto(Submission submission) {
        return SubmitRequest.newBuilder()
                .setRequestId(submission.request())
                .setJob(submission.job())
                .addAllInputs(submission.inputs())
                .putAllSettings(submission.settings())
                .putAllOptions(submission.options())
                .build();
    }

    static Submission fromProto(SubmitRequest request) {
        return new Submission(
                request.getRequestId(),
                request.getJob(),
                List.copyOf(request.getInputsList()),
                Map.copyOf(request.getSettingsMap()),
                Map.copyOf(request.getOptionsMap()));
    }

    static Job toProto(JobView view) {
        Job.Builder job = Job.newBuilder()
                .setJob(view.job())
                .setRequestId(view.request())
                .setName(view.name())
                .setState(toProto(view.state()))
                .setMessage(view.message())
                .setDirectory(view.directory())
                .setOutput(view.output())
                .setCreatedMillis(view.createdMillis());
        view.begunMillis().ifPresent(job::setBegunMillis);
        view.finishedMillis().ifPresent(job::setFinishedMillis);
        view.progress()
                .ifPresent(progress -> job.setProgress(Job.Progress.newBuilder()
                        .setMapTasks(progress.mapTasks())
                        .setMapsCommitted(progress.mapsCommitted())
                        .setReduceTasks(progress.reduceTasks())
                        .setReducesCommitted(progress.reducesCommitted())));
        return job.build();
    }

    /** @throws MalformedMessageException when its state is none that this build knows */
    static JobView fromProto(Job job) throws MalformedMessageException {
        return new JobView(
                job.getJob(),
                job.getRequestId(),
                job.getName(),
                fromProto(job.getState()),
                job.getMessage(),
                job.getDirectory(),
                job.getOutput(),
                job.getCreatedMillis(),
                job.hasBegunMillis() ? Optional.of(job.getBegunMillis()) : Optional.empty(),
                job.hasFinishedMillis() ? Optional.of(job.getFinishedMillis()) : Optional.empty(),
                job.hasProgress() ? Optional.of(fromProto(job.getProgress())) : Optional.empty());
    }

    static dev.mr.rpc.v1.jobs.JobLine toProto(JobLine line) {
        return dev.mr.rpc.v1.jobs.JobLine.newBuilder()
                .setSequence(line.sequence())
                .setAtMillis(line.atMillis())
                .setEpoch(line.epoch())
                .setWhat(line.what())
                .setTask(line.task())
                .setAttempt(line.attempt())
                .setWorker(line.worker())
                .setText(line.text())
                .build();
    }

    static JobLine fromProto(dev.mr.rpc.v1.jobs.JobLine line) {
        return new JobLine(
                line.getSequence(),
                line.getAtMillis(),
                line.getEpoch(),
                line.getWhat(),
                line.getTask(),
                line.getAttempt(),
                line.getWorker(),
                line.getText());
    }

    private static JobView.Progress fromProto(Job.Progress progress) {
        return new JobView.Progress(
                progress.getMapTasks(),
                progress.getMapsCommitted(),
                progress.getReduceTasks(),
                progress.getReducesCommitted());
    }

    /** Clients know nothing of COMMITTING: to them the job still runs. */
    private static State toProto(JobState state) {
        return switch (state) {
            case PENDING -> State.STATE_PENDING;
            case RUNNING, COMMITTING -> State.STATE_RUNNING;
            case SUCCEEDED -> State.STATE_SUCCEEDED;
            case FAILED -> State.STATE_FAILED;
            case CANCELLED -> State.STATE_CANCELLED;
            case REPLACED -> throw new IllegalArgumentException("a job of a service is never replaced");
        };
    }

    private static JobState fromProto(State state) throws MalformedMessageException {
        return switch (state) {
            case STATE_PENDING -> JobState.PENDING;
            case STATE_RUNNING -> JobState.RUNNING;
            case STATE_SUCCEEDED -> JobState.SUCCEEDED;
            case STATE_FAILED -> JobState.FAILED;
            case STATE_CANCELLED -> JobState.CANCELLED;
            case STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new MalformedMessageException("a job in a state that this version does not know");
        };
    }
}

package dev.mr.job;

import dev.mr.task.DriverMessage;
import dev.mr.task.OneLine;
import dev.mr.task.WorkerMessage;

/** How a worker joins the crew. */
final class Introductions {
    private final JobContext context;
    private final Crew crew;

    Introductions(JobContext context, Crew crew) {
        this.context = context;
        this.crew = crew;
    }

    /** The first message of a stream: a worker that may work here gets its id and hears of the job, any other is refused. */
    void hello(long id, WorkerMessage.Hello hello, long now, Turn turn) {
        if (crew.find(id) != null) {
            turn.add(new Effect.Refuse(id, "Hello was said twice"));
        } else if (!hello.build().equals(context.build())) {
            turn.add(new Effect.Refuse(
                    id, "this driver is mr " + context.build() + ", the worker mr " + OneLine.of(hello.build())));
        } else if (!hello.jobUuid().isEmpty() && !hello.jobUuid().equals(context.uuid())) {
            turn.add(new Effect.Refuse(
                    id, "this driver drives job " + context.uuid() + ", not " + OneLine.of(hello.jobUuid())));
        } else {
            Session session = crew.attach(id, hello, now);
            turn.persist(new Change.WorkerJoined(
                    session.worker, session.label, hello.host(), hello.pid(), hello.slots(), hello.build()));
            turn.note("worker-joined", null, 0, session.worker, session.label);
            turn.send(
                    id,
                    new DriverMessage.Welcome(
                            session.worker,
                            id,
                            context.epoch(),
                            context.spec().rules().lease().toMillis(),
                            context.spec().rules().heartbeat().toMillis(),
                            context.uuid(),
                            context.directory()));
        }
    }
}

package dev.mr.rpc;

import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

/** What a server offers to clients, besides WorkerService: JobService, and with it gRPC's standard health and reflection. */
final class JobServices implements AutoCloseable {
    private final JobEndpoint endpoint;
    private final HealthStatusManager health = new HealthStatusManager();

    JobServices(JobRequests requests) {
        this.endpoint = new JobEndpoint(requests);
        health.setStatus(JobServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    }

    void addTo(ServerBuilder<?> server) {
        server.addService(endpoint)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(olderReflection());
    }

    /** The same under the name it had first, by which many tools still ask. */
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    /** Says so to all who ask or watch; what has begun is answered. */
    void stop() {
        health.enterTerminalState();
        endpoint.stop();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}

package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.mr.rpc.v1.jobs.JobServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reflection and health as the tools use them that know nothing of this program. */
class JobServicesTest {
    private final JobServer service = new JobServer();
    private final Channel channel = ClientInterceptors.intercept(
            service.channel(), MetadataUtils.newAttachHeadersInterceptor(JobServer.TOKEN.metadata()));

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void the_services_for_clients_are_listed() {
        assertThat(reflect(ServerReflectionRequest.newBuilder().setListServices(""))
                        .getListServicesResponse()
                        .getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(JobServiceGrpc.SERVICE_NAME, HealthGrpc.SERVICE_NAME, ServerReflectionGrpc.SERVICE_NAME);
    }

    @Test
    void the_older_reflection_answers_too() {
        Answer<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer = new Answer<>();
        StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> questions =
                io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answer);
        questions.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(JobServiceGrpc.SERVICE_NAME)
                .build());
        questions.onCompleted();
        assertThat(answer.ended.join()).isEqualTo(Status.Code.OK);
        assertThat(answer.messages.get(0).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isEqualTo(1);
    }

    @Test
    void a_client_that_knows_only_the_service_s_name_can_call_it() throws Exception {
        String job = service.jobs.accept("a", "wordcount");
        ByteString file = reflect(
                        ServerReflectionRequest.newBuilder().setFileContainingSymbol(JobServiceGrpc.SERVICE_NAME))
                .getFileDescriptorResponse()
                .getFileDescriptorProto(0);
        MethodDescriptor get = FileDescriptor.buildFrom(FileDescriptorProto.parseFrom(file), new FileDescriptor[0])
                .findServiceByName("JobService")
                .findMethodByName("Get");
        Descriptor question = get.getInputType();
        DynamicMessage answer = ClientCalls.blockingUnaryCall(
                channel,
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(JobServiceGrpc.SERVICE_NAME + "/" + get.getName())
                        .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(question)))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(get.getOutputType())))
                        .build(),
                CallOptions.DEFAULT,
                DynamicMessage.newBuilder(question)
                        .setField(question.findFieldByName("job"), job)
                        .build());
        assertThat(answer.getField(get.getOutputType().findFieldByName("name"))).isEqualTo("wordcount");
        assertThat(answer.getField(get.getOutputType().findFieldByName("state")).toString())
                .isEqualTo("STATE_PENDING");
    }

    @Test
    void the_server_and_its_job_service_are_serving_and_others_are_unknown() {
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThat(health("mr.v1.JobService")).isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(() -> health("mr.v1.WorkerService"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        unknown -> assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    @Test
    void who_watches_the_health_hears_that_the_service_stops() {
        Answer<HealthCheckResponse> answer = new Answer<>();
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), answer);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !answer.messages.isEmpty());
        service.server.shutdown(500);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> answer.messages.size() == 2);
        assertThat(answer.messages.get(1).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }

    private ServingStatus health(String name) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(name).build())
                .getStatus();
    }

    private ServerReflectionResponse reflect(ServerReflectionRequest.Builder question) {
        Answer<ServerReflectionResponse> answer = new Answer<>();
        StreamObserver<ServerReflectionRequest> questions =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answer);
        questions.onNext(question.build());
        questions.onCompleted();
        assertThat(answer.ended.join()).isEqualTo(Status.Code.OK);
        return answer.messages.get(0);
    }
}

package dev.bqgovernance.sql.googlesql;

import com.google.protobuf.Message;
import com.google.zetasql.LocalService.AnalyzeResponse;
import com.google.zetasql.LocalService.ParseResponse;
import com.google.zetasql.ZetaSqlLocalServiceGrpc;
import com.google.zetasql.ZetaSqlLocalServiceGrpc.ZetaSqlLocalServiceBlockingStub;
import com.google.zetasql.io.grpc.Context;
import com.google.zetasql.io.grpc.MethodDescriptor;
import com.google.zetasql.io.grpc.protobuf.ProtoUtils;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The connection between the JVM and the native library: its limits, its log and its timeout. */
final class NativeBridge {
  /** Kept here because the JDK forgets the level of a logger without references. */
  private static final Logger NOISE = Logger.getLogger("com.google.zetasql.io.grpc");

  private static final int DEEPEST_MESSAGE = 20_000;
  private static final int LARGEST_ANSWER_BYTES = 256 << 20;

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "googlesql-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private NativeBridge() {}

  /** Silences a warning that the first use would log. */
  static void prepare() {
    NOISE.setLevel(Level.OFF);
  }

  /**
   * Lifts the limits on the depth and size of answers. The client has no option for them, so this
   * uses reflection; where that is not allowed, the limits stay, and deep texts are not analyzed.
   */
  static void widen() {
    try {
      deepen(
          "getAnalyzeMethod",
          ZetaSqlLocalServiceGrpc.getAnalyzeMethod(),
          AnalyzeResponse.getDefaultInstance());
      deepen(
          "getParseMethod",
          ZetaSqlLocalServiceGrpc.getParseMethod(),
          ParseResponse.getDefaultInstance());
      Class<?> client = Class.forName("com.google.zetasql.Client");
      Method getStub = client.getDeclaredMethod("getStub");
      getStub.setAccessible(true);
      Field stub = client.getDeclaredField("stub");
      stub.setAccessible(true);
      ZetaSqlLocalServiceBlockingStub current =
          (ZetaSqlLocalServiceBlockingStub) getStub.invoke(null);
      stub.set(null, current.withMaxInboundMessageSize(LARGEST_ANSWER_BYTES));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError keepsLimits) {
      return;
    }
  }

  private static <Q, A extends Message> void deepen(
      String field, MethodDescriptor<Q, A> method, A answer) throws ReflectiveOperationException {
    Field holder = ZetaSqlLocalServiceGrpc.class.getDeclaredField(field);
    holder.setAccessible(true);
    holder.set(
        null,
        method.toBuilder()
            .setResponseMarshaller(ProtoUtils.marshallerWithRecursionLimit(answer, DEEPEST_MESSAGE))
            .build());
  }

  /** Calls the engine with a timeout. The native side continues: it cannot be stopped. */
  static <T> T within(Duration patience, Supplier<T> call) {
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS, CLOCK);
    Context before = context.attach();
    try {
      return call.get();
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }
}

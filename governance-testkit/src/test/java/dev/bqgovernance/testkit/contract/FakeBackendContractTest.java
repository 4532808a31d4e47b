package dev.bqgovernance.testkit.contract;

import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.ApiResponse;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.FaultRule;
import dev.bqgovernance.testkit.JournalEntry;
import java.util.List;

class FakeBackendContractTest extends BackendContract {
  private static final Principal HAND = Principal.user("hand@acme.com");

  @Override
  protected BackendHarness fresh(DataPlatform platform) {
    FakeCloud cloud = FakeCloud.of(platform);
    cloud.principals().add(HAND);
    cloud.projects().grant(platform.project(), Role.of("roles/bigquery.admin"), HAND);
    return new OnFakeCloud(cloud);
  }

  private record OnFakeCloud(FakeCloud cloud) implements BackendHarness {
    @Override
    public Backend backend() {
      return cloud.backend();
    }

    @Override
    public List<Sent> journal() {
      return cloud.journal().entries().stream()
          .filter(entry -> !entry.caller().equals(HAND))
          .map(OnFakeCloud::sent)
          .toList();
    }

    private static Sent sent(JournalEntry entry) {
      return new Sent(
          entry.httpMethod(),
          entry.path(),
          entry.query(),
          entry.ifMatch().isPresent(),
          entry.body());
    }

    @Override
    public void clearJournal() {
      cloud.journal().clear();
    }

    @Override
    public void byHand(String method, String path, String body) {
      String[] parts = path.split("\\?", 2);
      ApiRequest request = ApiRequest.of(method, parts[0], body);
      if (parts.length > 1) {
        String[] parameter = parts[1].split("=", 2);
        request = request.with(parameter[0], parameter[1]);
      }
      ApiResponse response = cloud.call(HAND, request);
      if (!response.isSuccess()) {
        throw new IllegalStateException(response.body());
      }
    }

    @Override
    public void answer(String apiMethod, int nthCall, int status, String reason) {
      cloud.faults().add(FaultRule.status(apiMethod, nthCall, status, reason));
    }

    @Override
    public void loseAnswer(String apiMethod, int nthCall) {
      cloud.faults().add(FaultRule.lostResponse(apiMethod, nthCall));
    }
  }
}

package dev.bqgovernance.gcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GcpBackendTest {

  @Test
  void create_refusesAndNamesTheAlternative() {
    assertThatThrownBy(GcpBackend::create)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("not implemented: the Google Cloud backend")
        .hasMessageContaining("FakeCloud from governance-testkit");
  }
}

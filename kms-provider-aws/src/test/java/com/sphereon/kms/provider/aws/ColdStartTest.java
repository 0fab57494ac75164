package com.sphereon.kms.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sphereon.kms.core.model.Curve;
import com.sphereon.kms.core.model.Health;
import com.sphereon.kms.core.model.KeySpec;
import com.sphereon.kms.core.model.UnavailableException;
import com.sphereon.kms.core.spi.KeyProvider;
import com.sphereon.kms.testkit.remote.FaultyBackend;
import com.sphereon.kms.testkit.remote.FaultyBackend.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider can be opened whatever its backend does, and says what is wrong. */
class ColdStartTest {

    @Test
    void open_nobodyListens_downUntilSomebodyDoes() {
        String url;
        try (TestAws gone = new TestAws()) {
            url = gone.server.url();
        }
        try (KeyProvider provider = TestAws.open(TestAws.accessKeySettings(url))) {
            assertThat(provider.capabilities().operations()).isNotEmpty();
            assertDown(provider, "cannot be reached");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> provider.generate(TestAws.order(new KeySpec.Ec(Curve.P_256))));
        }
    }

    @Test
    void open_nameUnknown_down() {
        try (KeyProvider provider = TestAws.open(TestAws.accessKeySettings("https://kms.invalid"))) {
            assertDown(provider, "cannot be reached");
        }
    }

    @Test
    void open_backendHangs_opensAndIsDownAtTheDeadline() {
        try (TestAws aws = new TestAws()) {
            aws.server.inject(Fault.HANG, FaultyBackend.ALWAYS);
            try (KeyProvider provider = aws.open("deadline", "PT0.5S")) {
                assertDown(provider, "did not answer");
            }
        }
    }

    @Test
    void open_noCredentialsAnywhere_down() {
        try (TestAws aws = new TestAws();
                KeyProvider provider = TestAws.open(
                        Map.of("region", FakeAwsKms.REGION, "endpoint-url", aws.server.url()),
                        "credential-mode",
                        "profile",
                        "profile-name",
                        "nobody-has-this-one")) {
            assertDown(provider, "no AWS credentials");
            assertThat(aws.server.requestsReceived()).isZero();
        }
    }

    private static void assertDown(KeyProvider provider, String reason) {
        assertThat(provider.health())
                .isInstanceOfSatisfying(
                        Health.Down.class, down -> assertThat(down.reason()).contains(reason));
    }
}

package com.sphereon.kms.provider.aws;

/** What the fake answers in place of a result. */
final class AwsRefusal extends RuntimeException {
    private final String code;

    AwsRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}

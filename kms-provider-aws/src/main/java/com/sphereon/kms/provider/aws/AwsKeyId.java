package com.sphereon.kms.provider.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/**
 * How a key was named to us.
 *
 * @param resource what AWS finds it by: its identifier, or {@code alias/} and an alias
 * @param account what its ARN must begin with, up to the account, when it was named by an ARN
 */
record AwsKeyId(String resource, Optional<String> account) {
    private static final Pattern ARN = Pattern.compile("(arn:aws[a-z-]*:kms:([a-z0-9-]+):[0-9]{12}:)(?:key/)?(.+)");
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

    private static final String PREFIX = "alias/";

    /** Contract 13.2, and 256 characters with the prefix at most. */
    private static final Pattern ALIAS = Pattern.compile("alias/[A-Za-z0-9/_-]{1,250}");

    /**
     * Nothing for what names no key in that region. A name that is neither an identifier nor an ARN is an alias, with or without
     * its prefix (contract 13.2).
     */
    static Optional<AwsKeyId> parse(String text, String region) {
        Matcher arn = ARN.matcher(text);
        boolean isArn = arn.matches();
        if (isArn && !arn.group(2).equals(region)) {
            return Optional.empty();
        }
        String resource = isArn ? arn.group(3) : prefixed(text);
        if (!KEY.matcher(resource).matches() && !ALIAS.matcher(resource).matches()) {
            return Optional.empty();
        }
        return Optional.of(new AwsKeyId(resource, isArn ? Optional.of(arn.group(1)) : Optional.empty()));
    }

    private static String prefixed(String text) {
        return KEY.matcher(text).matches() || text.startsWith(PREFIX) ? text : PREFIX + text;
    }

    boolean isAlias() {
        return resource.startsWith(PREFIX);
    }

    /** Whether that key is in the account its ARN says; one that was named without an ARN is in ours. */
    boolean isInAccountOf(KeyMetadata key) {
        return account.isEmpty() || (key.arn() != null && key.arn().startsWith(account.get()));
    }
}

package com.sphereon.kms.http;

/**
 * What {@code /version} tells.
 *
 * @param name of the product
 * @param version of the release
 * @param gitCommit it was built from
 * @param buildTime RFC 3339
 */
public record BuildInfo(String name, String version, String gitCommit, String buildTime) {}

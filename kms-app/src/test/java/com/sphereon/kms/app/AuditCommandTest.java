package com.sphereon.kms.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sphereon.kms.testkit.persistence.IndependentTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An auditor exports the log of a running KMS, whose audit key was rotated, and proves it offline. */
class AuditCommandTest {
    private static final String ORIGIN = "kms.example.com/default";
    private static final String AUDIT_KEY = "audit:audit-checkpoint";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHECKPOINT = "{\"checkpoint\":";

    @TempDir
    private static Path folder;

    private static Path export;
    private static Path keys;
    private static Path early;
    private static Path earlyKeys;
    private static String published;

    @TempDir
    private Path own;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void exportLog() throws IOException {
        export = folder.resolve("log.jsonl");
        keys = folder.resolve("keys.json");
        early = folder.resolve("early.jsonl");
        earlyKeys = folder.resolve("early-keys.json");
        Map<String, String> settings =
                Map.of("kms.audit.origin", "kms.example.com", "kms.audit.checkpoint-interval", "PT1S");
        try (RunningKms kms = RunningKms.start(folder.resolve("data"), settings)) {
            KmsClient client = kms.client();
            client.generate("key", "ED25519");
            client.sign(Json.object("alias", "key"), new byte[] {1});
            awaitCheckpoint(client);
            exportTo(kms, early, earlyKeys);
            client.post("/keys/%s/rotations".formatted(AUDIT_KEY), "{}").expect(201);
            for (int i = 0; i < 12; i++) {
                client.sign(Json.object("alias", "key"), new byte[] {(byte) i});
            }
            awaitCheckpoint(client);
            exportTo(kms, export, keys);
            published = client.get("/keys/%s/jwks?versions=all".formatted(AUDIT_KEY))
                    .text();
        }
    }

    private static void exportTo(RunningKms kms, Path file, Path keyFile) {
        StringWriter printed = new StringWriter();
        assertThat(run(
                        printed,
                        printed,
                        "audit",
                        "export",
                        "--url",
                        "http://127.0.0.1:%d%s/".formatted(kms.port(), KmsClient.BASE_PATH),
                        "--output",
                        file.toString(),
                        "--keys",
                        keyFile.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(printed.toString())
                .matches("exported: \\d+ events and \\d+ checkpoints of %s to %s; newer events .*: 0\\R"
                        .formatted(ORIGIN, file));
    }

    /** Asks until a checkpoint covers all events there are. */
    private static void awaitCheckpoint(KmsClient client) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            JsonNode status = client.get("/audit/status").expect(200).json();
            if (status.at("/checkpoint/size").asLong() == status.get("size").asLong()) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("no checkpoint came");
    }

    private static int run(StringWriter out, StringWriter err, String... arguments) {
        return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
    }

    private int verify(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(List.of("audit", "verify"));
        arguments.addAll(List.of(options));
        return run(out, err, arguments.toArray(String[]::new));
    }

    private void requireVerified(String... options) {
        assertThat(verify(options)).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("verified: ").hasLineCount(1);
        assertThat(err.toString()).isEmpty();
    }

    private void requireMismatch(String sentence, String... options) {
        assertThat(verify(options)).as(err.toString()).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("kms: ").contains(sentence).hasLineCount(1);
    }

    private void requireUsage(String sentence, String... options) {
        assertThat(verify(options)).as(err.toString()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(sentence, "Usage: kms audit verify");
    }

    private static String[] all(Path file) {
        return new String[] {"--export", file.toString(), "--key", keys.toString()};
    }

    private static String[] all(Path file, String... more) {
        List<String> options = new ArrayList<>(List.of(all(file)));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private Path written(List<String> lines) throws IOException {
        return Files.writeString(own.resolve("changed.jsonl"), String.join("\n", lines) + "\n");
    }

    private static List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(export));
    }

    private static List<String> checkpoints() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(CHECKPOINT))
                .map(line -> Json.parse(line).get("checkpoint").textValue())
                .toList();
    }

    @Test
    void verify_exported_fits() throws IOException {
        requireVerified(all(export));
        assertThat(out.toString())
                .contains(" events and %d checkpoints of %s, from "
                        .formatted(checkpoints().size(), ORIGIN));
        requireVerified(all(export, "--origin", ORIGIN));
        requireVerified("--export", early.toString(), "--key", earlyKeys.toString());
    }

    @Test
    void verify_keptCheckpoints_fit() throws IOException {
        String first = Files.writeString(own.resolve("first.txt"), checkpoints().getFirst())
                .toString();
        String last = Files.writeString(own.resolve("last.txt"), checkpoints().getLast())
                .toString();

        requireVerified(all(export, "--checkpoint", first, "--checkpoint", last));
        assertThat(out.toString()).contains("kept checkpoints that fit: 2");
    }

    @Test
    void verify_keysInOtherForms_fit() throws IOException {
        List<String> options = new ArrayList<>(List.of("--export", export.toString()));
        boolean pem = true;
        for (JsonNode jwk : Json.parse(Files.readString(keys)).get("keys")) {
            byte[] x = Base64.getUrlDecoder().decode(jwk.get("x").textValue());
            options.add("--key");
            options.add(pem ? pem(x).toString() : verifierKey(x));
            pem = !pem;
        }

        assertThat(options).hasSize(6);
        requireVerified(options.toArray(String[]::new));
    }

    private Path pem(byte[] x) throws IOException {
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(x));
        return Files.writeString(
                own.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(Json.base64(encoded)));
    }

    /** By the text of C2SP signed-note. */
    private static String verifierKey(byte[] x) {
        byte[] typed = HexFormat.of().parseHex("01" + HexFormat.of().formatHex(x));
        return "%s+%s+%s".formatted(ORIGIN, HexFormat.of().formatHex(keyId(typed)), Json.base64(typed));
    }

    private static byte[] keyId(byte[] typedKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Json.utf8(ORIGIN + "\n"));
            return Arrays.copyOf(digest.digest(typedKey), 4);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void export_keys_areThoseThatAreToldToVerifiers() throws IOException {
        List<String> exported = kidsAndKeys(Files.readString(keys));

        assertThat(exported).hasSize(2).hasSameElementsAs(kidsAndKeys(published));
        assertThat(kidsAndKeys(Files.readString(earlyKeys))).hasSize(1).isSubsetOf(exported);
    }

    private static List<String> kidsAndKeys(String jwks) {
        List<String> found = new ArrayList<>();
        Json.parse(jwks)
                .get("keys")
                .forEach(key -> found.add(
                        key.get("kid").textValue() + " " + key.get("x").textValue()));
        return found;
    }

    /** With code of other authors, or written for tests alone, from the octets of the file to the signature. */
    @Test
    void export_checkedWithoutTheVerifier_isWhatTheFormatSays() throws IOException {
        List<byte[]> leaves = new ArrayList<>();
        int signed = 0;
        List<String> lines = lines();
        assertThat(lines.getFirst())
                .isEqualTo("{\"format\":\"kms-audit-export/1\",\"origin\":\"%s\"}".formatted(ORIGIN));
        for (String line : lines.subList(1, lines.size() - 1)) {
            assertThat(new JsonCanonicalizer(line).getEncodedString()).isEqualTo(line);
            JsonNode json = Json.parse(line);
            if (json.has("checkpoint")) {
                requireSigned(json.get("checkpoint").textValue(), leaves);
                signed++;
            } else {
                assertThat(json.get("index").asInt()).isEqualTo(leaves.size());
                assertThat(json.get("previous").textValue()).isEqualTo(Json.base64Url(linkTo(leaves)));
                leaves.add(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(lines.getLast())
                .isEqualTo("{\"end\":{\"checkpoints\":%d,\"events\":%d}}".formatted(signed, leaves.size()));
        assertThat(signed).isGreaterThanOrEqualTo(2);
    }

    private static byte[] linkTo(List<byte[]> leaves) {
        return IndependentTree.root(leaves.isEmpty() ? leaves : List.of(leaves.getLast()));
    }

    private static void requireSigned(String note, List<byte[]> leaves) throws IOException {
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        assertThat(text)
                .isEqualTo("%s\n%d\n%s\n".formatted(ORIGIN, leaves.size(), Json.base64(IndependentTree.root(leaves))));
        String[] line = note.substring(text.length() + 1).strip().split(" ");
        assertThat(line).startsWith("\u2014", ORIGIN).hasSize(3);
        byte[] idAndSignature = Json.bytes(line[2]);
        boolean verified = false;
        for (JsonNode jwk : Json.parse(Files.readString(keys)).get("keys")) {
            byte[] x = Base64.getUrlDecoder().decode(jwk.get("x").textValue());
            byte[] typed = HexFormat.of().parseHex("01" + HexFormat.of().formatHex(x));
            verified |= Arrays.equals(keyId(typed), 0, 4, idAndSignature, 0, 4)
                    && IndependentVerifier.verifies(
                            jwk, Json.utf8(text), Arrays.copyOfRange(idAndSignature, 4, idAndSignature.length));
        }
        assertThat(verified).as(note).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void verify_eventChanged_named(int event) throws IOException {
        List<String> lines = lines();
        lines.set(lineOf(event), lines.get(lineOf(event)).replaceFirst("\"time\":\"20", "\"time\":\"19"));

        requireMismatch("event %d was changed".formatted(event), all(written(lines)));
    }

    @Test
    void verify_eventRemoved_named() throws IOException {
        List<String> lines = lines();
        lines.remove(lineOf(2));

        requireMismatch("line %d: event 2 ".formatted(lineOf(2) + 1), all(written(lines)));
    }

    /** Where an event is; it depends on when checkpoints were made. */
    private static int lineOf(int event) throws IOException {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"index\":%d,".formatted(event))) {
                return i;
            }
        }
        throw new AssertionError("there is no event " + event);
    }

    @Test
    void verify_logRolledBack_keptCheckpointTells() throws IOException {
        String kept = Files.writeString(own.resolve("kept.txt"), checkpoints().getLast())
                .toString();

        requireMismatch("is missing: %s is about".formatted(kept), all(early, "--checkpoint", kept));
    }

    @Test
    void verify_keyMissing_itsIdNamed() {
        requireMismatch(
                "it is signed by a key that was not given: " + ORIGIN + " (key id ",
                "--export",
                export.toString(),
                "--key",
                earlyKeys.toString());
    }

    @Test
    void verify_anotherOrigin_refused() {
        requireMismatch(
                "the export is of the log '%s', not of 'kms.example.com/other'".formatted(ORIGIN),
                all(export, "--origin", "kms.example.com/other"));
    }

    @Test
    void verify_wrongUsage_saysWhat() throws IOException {
        String none = own.resolve("none").toString();
        String text = Files.writeString(own.resolve("text"), "text").toString();

        requireUsage("--export", "--key", keys.toString());
        requireUsage("--key", "--export", export.toString());
        requireUsage("--export: %s cannot be read".formatted(none), "--export", none, "--key", keys.toString());
        requireUsage("--key %s: it cannot be read".formatted(none), "--export", export.toString(), "--key", none);
        requireUsage("--key %s: a verifier key".formatted(text), "--export", export.toString(), "--key", text);
        requireUsage("--checkpoint %s: a note has".formatted(text), all(export, "--checkpoint", text));
        requireUsage(
                "--checkpoint %s: it is too long".formatted(export), all(export, "--checkpoint", export.toString()));
        requireUsage("Unknown option", all(export, "--quick"));
    }

    @Test
    void audit_withoutCommand_isWrongUsage() {
        assertThat(run(out, err, "audit")).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?", "export", "verify");
        assertThat(run(out, err, "audit", "--help")).isZero();
        assertThat(out.toString()).contains("export", "verify");
        assertThat(run(out, err, "audit", "verify", "--help")).isZero();
        assertThat(run(out, err, "audit", "export", "--help")).isZero();
        assertThat(out.toString()).contains("--origin=NAME", "--keys=FILE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "ftp://localhost",
                "http:",
                "http://u@localhost",
                "http://h/?q",
                "http://h/#f",
                "http://a b"
            })
    void export_badUrl_isWrongUsage(String url) {
        assertThat(run(
                        out,
                        err,
                        "audit",
                        "export",
                        "--url",
                        url,
                        "--output",
                        own.resolve("x").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--url must be");
    }

    @Test
    void export_tokenItself_isWrongUsageAndNotRepeated() {
        assertThat(run(out, err, "audit", "export", "--url", "http://h", "--output", "x", "--token", "eyJSECRET"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--token must say where the secret is")
                .doesNotContain("SECRET");
    }

    @Test
    void export_fileExists_isNotReplaced() throws IOException {
        Path file = Files.writeString(own.resolve("kept"), "kept");

        assertThat(run(out, err, "audit", "export", "--url", "http://localhost:1", "--output", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("kms: %s exists; it is not replaced%n".formatted(file));
        assertThat(Files.readString(file)).isEqualTo("kept");
    }
}

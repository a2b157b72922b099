package dev.writ.tool.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** SSH signatures of commits, made here as OpenSSH's PROTOCOL.sshsig says. */
class SshSignatureTest {
    @TempDir
    Path workspace;

    private TestingRepository repository;

    @BeforeEach
    void start() throws Exception {
        repository = TestingRepository.withCommit(workspace, "app");
    }

    @AfterEach
    void stop() {
        repository.close();
    }

    /** A key and how it signs. */
    private record Signer(byte[] key, String kind, KeyPair pair, String algorithm) {
        static Signer of(String type) throws Exception {
            return switch (type) {
                case "ssh-ed25519" -> {
                    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                    byte[] encoded = pair.getPublic().getEncoded();
                    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
                    yield new Signer(fields(type.getBytes(StandardCharsets.US_ASCII), point), type, pair, "Ed25519");
                }
                case "ssh-rsa" -> {
                    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
                    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
                    byte[] blob = fields(
                            type.getBytes(StandardCharsets.US_ASCII),
                            key.getPublicExponent().toByteArray(),
                            key.getModulus().toByteArray());
                    yield new Signer(blob, "rsa-sha2-512", pair, "SHA512withRSA");
                }
                default -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(256);
                    KeyPair pair = generator.generateKeyPair();
                    var point = ((ECPublicKey) pair.getPublic()).getW();
                    ByteArrayOutputStream place = new ByteArrayOutputStream();
                    place.write(4);
                    place.writeBytes(fixed(point.getAffineX().toByteArray()));
                    place.writeBytes(fixed(point.getAffineY().toByteArray()));
                    byte[] blob = fields(
                            type.getBytes(StandardCharsets.US_ASCII),
                            "nistp256".getBytes(StandardCharsets.US_ASCII),
                            place.toByteArray());
                    yield new Signer(blob, type, pair, "SHA256withECDSAinP1363Format");
                }
            };
        }

        private static byte[] fixed(byte[] number) {
            byte[] bytes = new byte[32];
            int length = Math.min(32, number.length);
            System.arraycopy(number, number.length - length, bytes, 32 - length, length);
            return bytes;
        }

        String sign(byte[] message, String namespace) throws Exception {
            byte[] space = namespace.getBytes(StandardCharsets.US_ASCII);
            byte[] hash = "sha512".getBytes(StandardCharsets.US_ASCII);
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(message);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update("SSHSIG".getBytes(StandardCharsets.US_ASCII));
            signature.update(fields(space, new byte[0], hash, digest));
            byte[] value = signature.sign();
            if (kind.startsWith("ecdsa")) {
                value = fields(positive(Arrays.copyOf(value, 32)), positive(Arrays.copyOfRange(value, 32, 64)));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("SSHSIG".getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(
                    fields(key, space, new byte[0], hash, fields(kind.getBytes(StandardCharsets.US_ASCII), value)));
            return "-----BEGIN SSH SIGNATURE-----\n"
                    + Base64.getMimeEncoder(70, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(out.toByteArray())
                    + "\n-----END SSH SIGNATURE-----";
        }

        private static byte[] positive(byte[] number) {
            return new java.math.BigInteger(1, number).toByteArray();
        }

        private static byte[] fields(byte[]... fields) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (byte[] field : fields) {
                out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
                out.writeBytes(field);
            }
            return out.toByteArray();
        }
    }

    /** A commit on HEAD's tree with this signature over {@code signed}, or over itself where that is empty. */
    private ObjectId commit(Signer signer, String namespace, String message, String signed) throws Exception {
        var git = repository.git.getRepository();
        try (ObjectInserter inserter = git.newObjectInserter()) {
            String tree = git.resolve("HEAD^{tree}").name();
            String head = "tree " + tree + "\nauthor Ann <a@example.org> 1772000000 +0000\n"
                    + "committer Ann <a@example.org> 1772000000 +0000\n";
            String content = head + "\n" + message;
            String signature =
                    signer.sign((signed.isEmpty() ? content : signed).getBytes(StandardCharsets.UTF_8), namespace);
            String whole = head + "gpgsig " + signature.replace("\n", "\n ") + "\n\n" + message;
            ObjectId id = inserter.insert(Constants.OBJ_COMMIT, whole.getBytes(StandardCharsets.UTF_8));
            inserter.flush();
            return id;
        }
    }

    private ObjectNode verify(ObjectId commit) throws Exception {
        return repository
                .call("verify_commit", Json.object().put("revision", commit.name()))
                .data();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"})
    void aSignatureThatFitsIsVerifiedAgainstTheKeyItCarries(String type) throws Exception {
        ObjectNode said = verify(commit(Signer.of(type), "git", "Sign this\n", ""));
        assertThat(said.path("signature").asString()).isEqualTo("ssh");
        assertThat(said.path("signature_verified").asBoolean()).isTrue();
        assertThat(said.path("signer").asString()).matches("SHA256:[A-Za-z0-9+/]{43}");
        assertThat(said.path("signer_trusted").asBoolean()).isFalse();
    }

    @Test
    void onlyKeysThatTheInstallationNamesAreTrusted() throws Exception {
        ObjectId commit = commit(Signer.of("ssh-ed25519"), "git", "Sign this\n", "");
        String signer = verify(commit).path("signer").asString();
        repository.with(GitSettings.defaults().withSigners(List.of(signer)));
        assertThat(verify(commit).path("signer_trusted").asBoolean()).isTrue();
    }

    @Test
    void aSignatureOfSomethingElseIsNotVerified() throws Exception {
        Signer signer = Signer.of("ssh-ed25519");
        assertThat(verify(commit(signer, "file", "x\n", ""))
                        .path("signature_verified")
                        .asBoolean())
                .as("made for another use")
                .isFalse();
        ObjectNode said = verify(commit(signer, "git", "x\n", "another content"));
        assertThat(said.path("signature_verified").asBoolean()).isFalse();
        assertThat(said.path("signer").asString()).isEmpty();
    }
}

package dev.writ.tool.git;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An SSH signature, as OpenSSH's PROTOCOL.sshsig describes it, over bytes that git signs. It carries the key it was made
 * with: verifying says that the key's owner signed, and not who that is.
 */
final class SshSignature {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String NAMESPACE = "git";
    private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int MOST_BYTES = 100_000;
    private static final int SMALLEST_RSA_BITS = 2048;

    /** As OpenSSH writes public keys. */
    private final byte[] key;

    private final String namespace;
    private final byte[] reserved;
    private final String hash;
    private final String kind;
    private final byte[] value;

    private SshSignature(byte[] key, String namespace, byte[] reserved, String hash, String kind, byte[] value) {
        this.key = key;
        this.namespace = namespace;
        this.reserved = reserved;
        this.hash = hash;
        this.kind = kind;
        this.value = value;
    }

    /** Reads the armoured form; empty where it is none. */
    static Optional<SshSignature> read(String armoured) {
        String text = armoured.strip();
        String body = text.replace("-----BEGIN SSH SIGNATURE-----", "").replace("-----END SSH SIGNATURE-----", "");
        if (body.length() > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC) || in.getInt() != 1) {
                return Optional.empty();
            }
            byte[] key = field(in);
            String namespace = text(in);
            byte[] reserved = field(in);
            String hash = text(in);
            ByteBuffer signature = ByteBuffer.wrap(field(in));
            return Optional.of(new SshSignature(key, namespace, reserved, hash, text(signature), field(signature)));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** The key's fingerprint as ssh-keygen prints it, {@code SHA256:…}. */
    String fingerprint() throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }

    /** Whether the key it carries signed these bytes, for git and nothing else. */
    boolean verifies(byte[] message) {
        try {
            if (!namespace.equals(NAMESPACE)) {
                return false;
            }
            ByteBuffer in = ByteBuffer.wrap(key);
            String type = text(in);
            Signature check = Signature.getInstance(algorithm(type));
            check.initVerify(publicKey(type, in));
            check.update(signed(message));
            return check.verify(type.startsWith("ecdsa-") ? plain(type, value) : value);
        } catch (GeneralSecurityException | IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    /** What is signed: the hash of the message and what it was made for. */
    private byte[] signed(byte[] message) throws GeneralSecurityException {
        String digest =
                switch (hash) {
                    case "sha256" -> "SHA-256";
                    case "sha512" -> "SHA-512";
                    default -> throw new GeneralSecurityException("unknown hash");
                };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        put(out, namespace.getBytes(StandardCharsets.UTF_8));
        put(out, reserved);
        put(out, hash.getBytes(StandardCharsets.UTF_8));
        put(out, MessageDigest.getInstance(digest).digest(message));
        return out.toByteArray();
    }

    private String algorithm(String type) throws GeneralSecurityException {
        return switch (type + " " + kind) {
            case "ssh-ed25519 ssh-ed25519" -> "Ed25519";
            case "ssh-rsa rsa-sha2-256" -> "SHA256withRSA";
            case "ssh-rsa rsa-sha2-512" -> "SHA512withRSA";
            case "ecdsa-sha2-nistp256 ecdsa-sha2-nistp256" -> "SHA256withECDSAinP1363Format";
            case "ecdsa-sha2-nistp384 ecdsa-sha2-nistp384" -> "SHA384withECDSAinP1363Format";
            case "ecdsa-sha2-nistp521 ecdsa-sha2-nistp521" -> "SHA512withECDSAinP1363Format";
            // SHA-1, and keys on tokens, which sign more than this.
            default -> throw new GeneralSecurityException("unknown kind of signature");
        };
    }

    private static PublicKey publicKey(String type, ByteBuffer in) throws GeneralSecurityException {
        return switch (type) {
            case "ssh-ed25519" -> {
                byte[] point = field(in);
                ByteBuffer encoded = ByteBuffer.allocate(ED25519_HEADER.length + point.length);
                encoded.put(ED25519_HEADER).put(point);
                yield KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.array()));
            }
            case "ssh-rsa" -> {
                BigInteger exponent = new BigInteger(field(in));
                BigInteger modulus = new BigInteger(field(in));
                if (modulus.bitLength() < SMALLEST_RSA_BITS) {
                    throw new GeneralSecurityException("too short a key");
                }
                yield KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            }
            default -> {
                text(in);
                byte[] point = field(in);
                int half = (point.length - 1) / 2;
                if (point.length != 2 * size(type) + 1 || point[0] != 4) {
                    throw new GeneralSecurityException("no plain point");
                }
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec("secp" + type.substring(type.length() - 3) + "r1"));
                ECPoint place =
                        new ECPoint(new BigInteger(1, point, 1, half), new BigInteger(1, point, 1 + half, half));
                yield KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(place, parameters.getParameterSpec(ECParameterSpec.class)));
            }
        };
    }

    /** Both numbers of an ECDSA signature, each as long as the curve's field. */
    private static byte[] plain(String type, byte[] signature) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(signature);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            byte[] number = new BigInteger(1, field(in)).toByteArray();
            int from = number[0] == 0 ? 1 : 0;
            int missing = size(type) - (number.length - from);
            if (missing < 0) {
                throw new GeneralSecurityException("too long a number");
            }
            out.writeBytes(new byte[missing]);
            out.write(number, from, number.length - from);
        }
        return out.toByteArray();
    }

    private static int size(String type) throws GeneralSecurityException {
        return switch (type) {
            case "ecdsa-sha2-nistp256" -> 32;
            case "ecdsa-sha2-nistp384" -> 48;
            case "ecdsa-sha2-nistp521" -> 66;
            default -> throw new GeneralSecurityException("unknown kind of key");
        };
    }

    private static byte[] field(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) {
        return new String(field(in), StandardCharsets.UTF_8);
    }

    private static void put(ByteArrayOutputStream out, byte[] field) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        out.writeBytes(field);
    }
}

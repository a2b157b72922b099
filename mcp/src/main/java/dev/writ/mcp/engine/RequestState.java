package dev.writ.mcp.engine;

import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.AnswerCheck;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the server must know when a client comes back with answers, carried by the client and sealed (AES-256-GCM): bound
 * to the caller, to the method and to its parameters, for ten minutes. So an answer counts for just the request that
 * asked, and nothing is kept in the server meanwhile (revision 2026-07-28, multi round-trip requests).
 */
final class RequestState {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int LONGEST = 64 << 10;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final List<String> NOT_OF_THE_REQUEST = List.of("_meta", "inputResponses", "requestState");

    private final SecretKeySpec key;
    private final SecureRandom random;
    private final InstantSource clock;

    /** @param key 32 bytes, the same on every node that answers for the others */
    RequestState(byte[] key, SecureRandom random, InstantSource clock) {
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
        this.clock = clock;
    }

    /** @throws RpcException where the answers so far are too much to be carried */
    String seal(
            Caller caller,
            String method,
            ObjectNode params,
            Answers soFar,
            String note,
            Map<String, InputRequest> asked) {
        ObjectNode state = StrictJson.object()
                .put("of", binding(caller, method, params))
                .put("until", clock.instant().plus(VALID).getEpochSecond())
                .put("note", note);
        ObjectNode answers = state.putObject("answers");
        soFar.byName().forEach(answers::set);
        ObjectNode open = state.putObject("asked");
        asked.forEach((name, request) -> open.set(name, request.json()));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, StrictJson.bytes(state));
        byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        if (text.length() > LONGEST) {
            throw RpcException.invalidParams("The answers to this request are too long to go on with.");
        }
        return text;
    }

    /**
     * The answers before, joined with those this retry brings: of the ones asked for and in the form asked for.
     *
     * @throws RpcException for a state that is not ours, too old, or of another caller or request
     */
    Answers open(Caller caller, String method, ObjectNode params) {
        JsonNode given = params.path("requestState");
        if (given.isMissingNode()) {
            return Answers.NONE;
        }
        JsonNode state = unsealed(given.asString(""));
        boolean ours = MessageDigest.isEqual(
                state.path("of").asString("").getBytes(StandardCharsets.UTF_8),
                binding(caller, method, params).getBytes(StandardCharsets.UTF_8));
        if (!ours || clock.instant().getEpochSecond() >= state.path("until").asLong()) {
            throw refused();
        }
        Map<String, ObjectNode> answers = new HashMap<>();
        take(state.path("answers"), answers);
        JsonNode brought = params.path("inputResponses");
        state.path("asked").propertyStream().forEach(asked -> {
            JsonNode answer = brought.path(asked.getKey());
            if (asked.getValue().path("params") instanceof ObjectNode form
                    && AnswerCheck.fits(asked.getValue().path("method").asString(), form, answer)
                    && answer instanceof ObjectNode fitting) {
                answers.put(asked.getKey(), fitting);
            }
        });
        return new Answers(answers, state.path("note").asString(""));
    }

    private JsonNode unsealed(String text) {
        try {
            byte[] all = text.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
            if (all.length > NONCE_BYTES) {
                ByteBuffer buffer = ByteBuffer.wrap(all);
                byte[] nonce = new byte[NONCE_BYTES];
                buffer.get(nonce);
                byte[] sealed = new byte[buffer.remaining()];
                buffer.get(sealed);
                return StrictJson.parse(crypt(Cipher.DECRYPT_MODE, nonce, sealed));
            }
        } catch (IllegalArgumentException | MalformedJson e) {
            // Said below.
        }
        throw refused();
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The state does not hold what was sealed.", e);
        }
    }

    private static String binding(Caller caller, String method, ObjectNode params) {
        ObjectNode bound = StrictJson.object().put("caller", caller.principal()).put("method", method);
        ObjectNode request = params.deepCopy();
        request.remove(NOT_OF_THE_REQUEST);
        bound.set("params", request);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(StrictJson.canonical(bound).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void take(JsonNode from, Map<String, ObjectNode> into) {
        from.propertyStream().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode answer) {
                into.put(entry.getKey(), answer);
            }
        });
    }

    private static RpcException refused() {
        return RpcException.invalidParams(
                "The requestState is not ours, has expired, or belongs to another request; send the request without it.");
    }
}

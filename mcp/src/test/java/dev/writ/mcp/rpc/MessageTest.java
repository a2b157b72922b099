package dev.writ.mcp.rpc;

import static dev.writ.mcp.TestingJson.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    @Test
    void aCallWithAnIdIsARequest() {
        Message.Request request = (Message.Request) read("{'jsonrpc':'2.0','id':7,'method':'ping','params':{'a':1}}");
        assertThat(request.id()).isEqualTo(RequestId.of(7));
        assertThat(request.method()).isEqualTo("ping");
        assertThat(request.params().path("a").asInt()).isEqualTo(1);
    }

    @Test
    void aCallWithoutAnIdIsANotification() {
        assertThat(read("{'jsonrpc':'2.0','method':'x'}")).isInstanceOf(Message.Notification.class);
    }

    @Test
    void anAnswerHasAResultOrAnError() {
        Message.Response result = (Message.Response) read("{'jsonrpc':'2.0','id':'q1','result':{}}");
        Message.Response error =
                (Message.Response) read("{'jsonrpc':'2.0','id':'q1','error':{'code':-1,'message':'no'}}");
        assertThat(result.result()).isPresent();
        assertThat(result.error()).isEmpty();
        assertThat(error.error().orElseThrow().code()).isEqualTo(-1);
        assertThat(error.result()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'jsonrpc':'2.0','id':1,'result':{},'error':{'code':1,'message':''}}",
                "{'jsonrpc':'2.0','id':1}",
                "{'jsonrpc':'2.0','id':1,'error':'text'}",
                "{'jsonrpc':'2.0','result':{}}",
                "{'jsonrpc':'2.0','id':1,'method':'x','result':{}}",
                "{'jsonrpc':'2.0','id':1,'method':1}",
                "{'jsonrpc':'2.0','id':1,'method':'x','params':[]}",
                "{'jsonrpc':'2.0','id':1,'method':'x','params':null}",
                "{'jsonrpc':'1.0','id':1,'method':'x'}",
                "{'jsonrpc':2.0,'id':1,'method':'x'}",
                "{'id':1,'method':'x'}",
                "'text'",
                "null"
            })
    void whatIsNoMessageIsAnInvalidRequest(String text) {
        assertThat(refusal(text).error().code()).isEqualTo(RpcError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{'jsonrpc':'2.0','id':1,'method':'ping'}]", "[1,2]"})
    void batchesAreRefused(String text) {
        assertThat(refusal(text).error().code()).isEqualTo(RpcError.INVALID_REQUEST);
        assertThat(refusal(text)).hasMessageContaining("Batches");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1.5", "true", "[]", "{}", "9223372036854775808", "1e3"})
    void anIdIsATextOrAWholeNumber(String id) {
        String text = "{'jsonrpc':'2.0','method':'x','id':" + id + "}";
        assertThat(refusal(text).error().code()).isEqualTo(RpcError.INVALID_REQUEST);
        assertThat(Message.idOf(bytes(text))).isEmpty();
    }

    @Test
    void anIdHasALimitedLength() {
        assertThat(read("{'jsonrpc':'2.0','method':'x','id':'" + "i".repeat(256) + "'}"))
                .isNotNull();
        assertThat(refusal("{'jsonrpc':'2.0','method':'x','id':'" + "i".repeat(257) + "'}"))
                .isNotNull();
    }

    @Test
    void theLargestAndTheSmallestIdComeBackAsTheyWere() {
        for (long id : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0}) {
            Message.Request request = (Message.Request) read("{'jsonrpc':'2.0','method':'x','id':" + id + "}");
            assertThat(Rpc.result(request.id(), request.params()).toString()).contains("\"id\":" + id + ",");
        }
    }

    @Test
    void whatIsNoJsonIsAParseError() {
        assertThat(refusal("{'jsonrpc':").error().code()).isEqualTo(RpcError.PARSE);
        assertThat(refusal("").error().code()).isEqualTo(RpcError.PARSE);
    }

    @Test
    void theIdOfABrokenMessageIsFoundWhereItCanBe() {
        assertThat(Message.idOf(bytes("{'jsonrpc':'2.0','id':3,'method':1}"))).contains(RequestId.of(3));
        assertThat(Message.idOf(bytes("{'id':"))).isEmpty();
    }

    @Test
    void metadataThatIsNoObjectCountsAsNone() {
        Message.Request request =
                (Message.Request) read("{'jsonrpc':'2.0','id':1,'method':'x','params':{'_meta':[1]}}");
        assertThat(request.meta()).isEmpty();
    }

    private static Message read(String text) {
        return Message.read(bytes(text));
    }

    private static RpcException refusal(String text) {
        return catchThrowableOfType(RpcException.class, () -> read(text));
    }
}

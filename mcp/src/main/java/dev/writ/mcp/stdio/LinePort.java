package dev.writ.mcp.stdio;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Messages over a pair of streams, one a line. What is no message is answered with an error, and the next line counts. */
final class LinePort {
    private static final System.Logger LOG = System.getLogger(LinePort.class.getName());
    private static final int LONGEST_LINE = 4 << 20;

    private final OutputStream out;

    LinePort(OutputStream out) {
        this.out = out;
    }

    /** Takes a message, with the line it came in. */
    interface Taker {
        void take(Message message, byte[] line);
    }

    /** Hands on each message until the input ends. */
    void read(InputStream in, Taker taker) throws IOException {
        Lines lines = new Lines(in, LONGEST_LINE);
        for (Lines.Line next = lines.next(); !(next instanceof Lines.End); next = lines.next()) {
            switch (next) {
                case Lines.Whole line -> take(line.bytes(), taker);
                case Lines.TooLong() ->
                    fail(
                            Optional.empty(),
                            RpcError.of(RpcError.INVALID_REQUEST, "A message has at most " + LONGEST_LINE + " bytes."));
                case Lines.End() -> {}
            }
        }
    }

    private void take(byte[] line, Taker taker) {
        Message message;
        try {
            message = Message.read(line);
        } catch (RpcException e) {
            write(Rpc.error(Message.idOf(line), e.error()));
            return;
        }
        taker.take(message, line);
    }

    void fail(Optional<RequestId> id, RpcError error) {
        write(Rpc.error(id, error));
    }

    /** Writes a whole line, whoever else writes; nothing happens once nobody reads any more. */
    void write(ObjectNode message) {
        byte[] json = StrictJson.bytes(message);
        synchronized (out) {
            try {
                out.write(json);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "The client no longer reads.", e);
            }
        }
    }
}

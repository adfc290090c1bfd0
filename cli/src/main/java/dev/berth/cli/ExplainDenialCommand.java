package dev.berth.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code berth explain-denial}: says why a request was denied, from the audit trail. */
@Command(
    name = "explain-denial",
    mixinStandardHelpOptions = true,
    description = {
      "Say who was denied what on which resource, and why: the statement that denied it, or the"
          + " permission that was missing.",
      "Exit status: 0 it was denied, 1 it was not, or there is no such request."
    })
final class ExplainDenialCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Mixin private Endpoint endpoint = new Endpoint();

  @Parameters(
      paramLabel = "REQUEST_ID",
      description = "The x-amzn-RequestId of the answer; --debug of the AWS CLI shows it.")
  private @Nullable String request;

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode input = new JsonMapper().createObjectNode();
    input
        .putArray("lookupAttributes")
        .addObject()
        .put("attributeKey", "RequestId")
        .put("attributeValue", request);
    AuditSearchPages found =
        new AuditSearchPages(new BerthApi(endpoint.access(System.getenv())), input);
    if (!found.hasNext()) {
      System.err.println(
          Ascii.text(
              "The audit trail of this account knows no request %s: it is older than audit.keep,"
                      .formatted(request)
                  + " about another account, or was allowed to read while audit.reads is false."));
      return FAILED;
    }
    JsonNode entry = found.next();
    new DenialText(entry).lines().forEach(line -> System.out.println(Ascii.text(line)));
    return DenialText.isDenied(entry) ? 0 : FAILED;
  }
}

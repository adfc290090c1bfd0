package dev.berth.wire.iam;

import dev.berth.model.Arn;
import dev.berth.model.ManagedPolicy;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * CreatePolicyVersion, GetPolicyVersion, ListPolicyVersions, SetDefaultPolicyVersion and
 * DeletePolicyVersion.
 */
final class PolicyVersionActions {
  private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?");
  private static final int LONGEST_VERSION = 64;

  private final IamBackend iam;
  private final IamPages pages;

  private record Creation(Arn policy, String document, boolean counts) {}

  private record OfVersion(Arn policy, String id) {}

  private record Listed(Arn policy, IamPages.Asked asked) {}

  PolicyVersionActions(IamBackend iam) {
    this.iam = iam;
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreatePolicyVersion",
            (input, _) ->
                new Creation(
                    IamInput.arn(input, "PolicyArn"),
                    IamInput.document(input, "PolicyDocument"),
                    input.flagIfAny("SetAsDefault").orElse(false)),
            (request, caller) -> IamDemands.on("CreatePolicyVersion", request.policy(), caller),
            this::create),
        IamAction.answering(
            "GetPolicyVersion",
            (input, _) -> version(input),
            (request, caller) -> IamDemands.on("GetPolicyVersion", request.policy(), caller),
            this::get),
        IamAction.answering(
            "ListPolicyVersions",
            this::listed,
            (request, caller) -> IamDemands.on("ListPolicyVersions", request.policy(), caller),
            this::list),
        IamAction.silent(
            "SetDefaultPolicyVersion",
            (input, _) -> version(input),
            (request, caller) -> IamDemands.on("SetDefaultPolicyVersion", request.policy(), caller),
            (request, caller, _) ->
                iam.managed()
                    .setDefault(IamDemands.account(caller), request.policy(), request.id())),
        IamAction.silent(
            "DeletePolicyVersion",
            (input, _) -> version(input),
            (request, caller) -> IamDemands.on("DeletePolicyVersion", request.policy(), caller),
            (request, caller, _) ->
                iam.managed()
                    .deleteVersion(IamDemands.account(caller), request.policy(), request.id())));
  }

  private static OfVersion version(QueryInput input) {
    return new OfVersion(
        IamInput.arn(input, "PolicyArn"), input.text("VersionId", 1, LONGEST_VERSION, VERSION));
  }

  private void create(Creation request, Caller.Known caller, XmlAnswer xml) {
    ManagedPolicy.Version version =
        iam.managed()
            .addVersion(
                IamDemands.account(caller), request.policy(), request.document(), request.counts());
    xml.open("PolicyVersion");
    head(xml, version, request.counts());
    xml.close();
  }

  private static void head(XmlAnswer xml, ManagedPolicy.Version version, boolean counts) {
    xml.element("VersionId", version.id())
        .element("IsDefaultVersion", Boolean.toString(counts))
        .element("CreateDate", IamXml.time(version.createdAt()));
  }

  private void get(OfVersion request, Caller.Known caller, XmlAnswer xml) {
    ManagedPolicy policy = iam.managed().get(IamDemands.account(caller), request.policy());
    ManagedPolicy.Version version =
        iam.managed().version(IamDemands.account(caller), request.policy(), request.id());
    xml.open("PolicyVersion").element("Document", IamXml.document(version.document()));
    head(xml, version, version.number() == policy.defaultVersion());
    xml.close();
  }

  private Listed listed(QueryInput input, Caller.Known caller) {
    Arn arn = IamInput.arn(input, "PolicyArn");
    return new Listed(arn, pages.asked(input, caller, "ListPolicyVersions", arn.toString()));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    ManagedPolicy policy = iam.managed().get(IamDemands.account(caller), request.policy());
    pages.write(
        xml,
        "Versions",
        request.asked(),
        IamPages.of(
            iam.managed().versions(IamDemands.account(caller), request.policy()),
            request.asked(),
            PolicyVersionActions::key),
        (answer, version) -> {
          answer.open("member");
          head(answer, version, version.number() == policy.defaultVersion());
          answer.close();
        });
  }

  /** The newest first. */
  private static String key(ManagedPolicy.Version version) {
    return "%010d".formatted(Integer.MAX_VALUE - version.number());
  }
}

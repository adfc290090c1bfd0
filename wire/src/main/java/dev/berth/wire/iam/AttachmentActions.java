package dev.berth.wire.iam;

import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.ManagedPolicy;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;

/**
 * Attach, Detach and ListAttached of {@code UserPolicy}, {@code GroupPolicy} and {@code
 * RolePolicy}.
 */
final class AttachmentActions {
  private final IdentityKind kind;
  private final IamBackend iam;
  private final IamDemands demands;
  private final IamPages pages;

  private record Attachment(String holder, Arn policy) {}

  private record Listed(String holder, String prefix, IamPages.Asked asked) {}

  /**
   * @param kind to what
   */
  AttachmentActions(IdentityKind kind, IamBackend iam) {
    this.kind = kind;
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
    this.pages = new IamPages(iam.pages());
  }

  List<QueryAction<?>> rows() {
    String title = IamInput.title(kind);
    String attach = "Attach" + title + "Policy";
    String detach = "Detach" + title + "Policy";
    String list = "ListAttached" + title + "Policies";
    return List.of(
        IamAction.silent(
            attach,
            (input, _) -> attachment(input),
            (request, caller) ->
                demands.onEntity(attach, kind, request.holder(), request.policy(), caller),
            (request, caller, _) ->
                iam.attachments()
                    .attach(IamDemands.account(caller), kind, request.holder(), request.policy())),
        IamAction.silent(
            detach,
            (input, _) -> attachment(input),
            (request, caller) ->
                demands.onEntity(detach, kind, request.holder(), request.policy(), caller),
            (request, caller, _) ->
                iam.attachments()
                    .detach(IamDemands.account(caller), kind, request.holder(), request.policy())),
        IamAction.answering(
            list,
            (input, caller) -> listed(input, caller, list),
            (request, caller) -> demands.onEntity(list, kind, request.holder(), caller),
            this::list));
  }

  private Attachment attachment(QueryInput input) {
    return new Attachment(IamInput.name(input, kind), IamInput.arn(input, "PolicyArn"));
  }

  private Listed listed(QueryInput input, Caller.Known caller, String action) {
    String holder = IamInput.name(input, kind);
    String prefix = IamInput.pathPrefix(input);
    return new Listed(holder, prefix, pages.asked(input, caller, action, holder, prefix));
  }

  private void list(Listed request, Caller.Known caller, XmlAnswer xml) {
    List<ManagedPolicy> attached =
        iam.attachments().of(IamDemands.account(caller), kind, request.holder()).stream()
            .filter(policy -> policy.path().startsWith(request.prefix()))
            .toList();
    pages.write(
        xml,
        "AttachedPolicies",
        request.asked(),
        IamPages.of(attached, request.asked(), policy -> policy.arn().toString()),
        (answer, policy) ->
            answer
                .open("member")
                .element("PolicyName", policy.name())
                .element("PolicyArn", policy.arn().toString())
                .close());
  }
}

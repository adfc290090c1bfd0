package dev.berth.wire.iam;

import dev.berth.iam.Demand;
import dev.berth.identity.ServiceLinkedRoles;
import dev.berth.model.Arn;
import dev.berth.model.IdentityKind;
import dev.berth.model.Region;
import dev.berth.model.Role;
import dev.berth.wire.door.Caller;
import dev.berth.wire.query.QueryAction;
import dev.berth.wire.query.QueryInput;
import dev.berth.wire.query.XmlAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * CreateServiceLinkedRole, DeleteServiceLinkedRole and GetServiceLinkedRoleDeletionStatus. A role
 * is deleted at once, so that its task has succeeded or failed when it is asked for.
 */
final class ServiceLinkedRoleActions {
  private static final Pattern SERVICE = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern ANY = Pattern.compile("[\\s\\S]+");
  private static final IdentityKind ROLE = IdentityKind.ROLE;

  private final IamBackend iam;
  private final IamDemands demands;

  private record Creation(String service, Optional<String> description) {}

  ServiceLinkedRoleActions(IamBackend iam) {
    this.iam = iam;
    this.demands = new IamDemands(iam.names());
  }

  List<QueryAction<?>> rows() {
    return List.of(
        IamAction.answering(
            "CreateServiceLinkedRole",
            (input, _) -> creation(input),
            ServiceLinkedRoleActions::mayCreate,
            this::create),
        IamAction.answering(
            "DeleteServiceLinkedRole",
            (input, _) -> IamInput.name(input, ROLE),
            (name, caller) -> demands.onEntity("DeleteServiceLinkedRole", ROLE, name, caller),
            (name, caller, xml) ->
                xml.element(
                    "DeletionTaskId",
                    iam.serviceLinked().delete(IamDemands.account(caller), name))),
        IamAction.answering(
            "GetServiceLinkedRoleDeletionStatus",
            (input, _) -> input.text("DeletionTaskId", 1, 1000, ANY),
            (_, caller) -> IamDemands.onAccount("GetServiceLinkedRoleDeletionStatus", caller),
            (task, caller, xml) ->
                write(iam.serviceLinked().deletion(IamDemands.account(caller), task), xml)));
  }

  private static void write(ServiceLinkedRoles.Deletion deletion, XmlAnswer xml) {
    switch (deletion) {
      case ServiceLinkedRoles.Deletion.Succeeded() -> xml.element("Status", "SUCCEEDED");
      case ServiceLinkedRoles.Deletion.Failed(String role, List<Region> regions) -> {
        xml.element("Status", "FAILED")
            .open("Reason")
            .element(
                "Reason",
                "The service of the role %s is in use. Remove what it is used for, and delete the role again."
                    .formatted(role))
            .open("RoleUsageList");
        regions.forEach(region -> xml.open("member").element("Region", region.value()).close());
        xml.close().close();
      }
    }
  }

  private static Creation creation(QueryInput input) {
    input
        .textIfAny("CustomSuffix")
        .ifPresent(
            suffix -> {
              throw input.violation("CustomSuffix", suffix, "The services of ECR take no suffix");
            });
    return new Creation(input.text("AWSServiceName", 1, 128, SERVICE), IamInput.description(input));
  }

  private static Demand mayCreate(Creation request, Caller.Known caller) {
    Arn arn =
        Arn.ofIam(IamDemands.account(caller), "role/aws-service-role/" + request.service() + "/*");
    return IamDemands.with(
        IamDemands.on("CreateServiceLinkedRole", arn, caller),
        Map.of("iam:AWSServiceName", List.of(request.service())));
  }

  private void create(Creation request, Caller.Known caller, XmlAnswer xml) {
    Role role =
        iam.serviceLinked()
            .create(IamDemands.account(caller), request.service(), request.description());
    IamXml.role(xml, role, Map.of());
  }
}

package dev.berth.testkit.guard;

import dev.berth.testkit.oci.Answer;
import java.util.HashMap;
import java.util.Map;

/**
 * A request for every row of the Query doors that demands something, about things that exist.
 *
 * @param byRow the form of each, by the name of its action
 */
record QuerySamples(Map<String, Sample> byRow) {

  /**
   * One request.
   *
   * @param service {@code sts} or {@code iam}
   * @param form with action and version
   */
  record Sample(String service, String name, String form) {
    /** The action that the gate is asked about first. */
    String action() {
      return service + ":" + name;
    }

    /** What a root user is told who lacks the right; to assume roles it never has. */
    String refusal(String root) {
      return name.equals("AssumeRole")
          ? "Roles may not be assumed by root accounts."
          : "%s is not authorized to perform: %s on resource: ".formatted(root, action());
    }

    Answer send(SignedCalls calls) {
      return calls.sendForm(service, form);
    }

    Answer sendUnsigned(SignedCalls calls) {
      return calls.sendUnsignedForm(form);
    }
  }

  static QuerySamples all() {
    return new QuerySamples(
        Map.ofEntries(
            sts(
                "AssumeRole",
                "&RoleArn=arn:aws:iam::000000000000:role/any&RoleSessionName=session"),
            sts("GetFederationToken", "&Name=bob"),
            sts("DecodeAuthorizationMessage", "&EncodedMessage=foreign"),
            sts("GetAccessKeyInfo", "&AccessKeyId=AKIABERTHTESTKIT0000")));
  }

  /** These and those of IAM. */
  QuerySamples and(IamSamples iam) {
    Map<String, Sample> all = new HashMap<>(byRow);
    iam.parameters()
        .keySet()
        .forEach(name -> all.put(name, new Sample("iam", name, iam.form(name))));
    return new QuerySamples(all);
  }

  private static Map.Entry<String, Sample> sts(String name, String parameters) {
    return Map.entry(
        name, new Sample("sts", name, "Action=" + name + "&Version=2011-06-15" + parameters));
  }
}

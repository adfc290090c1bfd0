package dev.berth.iam.policy;

/**
 * What is wrong with a policy document, worded as IAM words it (IAM dossier 4.2). The door chooses
 * the code: {@code MalformedPolicyDocument} of IAM and STS, {@code InvalidParameterException} of
 * ECR.
 */
public sealed interface PolicyFault {

  /** IAM's sentence; of what it repeats of the document at most 300 characters. */
  String message();

  /**
   * Not JSON, a member that is unknown, stands twice or has the wrong type, an unknown condition
   * operator.
   *
   * @param detail what exactly, for people; not part of IAM's sentence
   */
  record Syntax(String detail) implements PolicyFault {
    @Override
    public String message() {
      return "Syntax errors in policy.";
    }
  }

  /** Longer than any policy may be on the API. */
  record TooLong(int limit) implements PolicyFault {
    @Override
    public String message() {
      return "Syntax errors in policy.";
    }
  }

  /**
   * A version that does not exist or that this kind of document cannot have.
   *
   * @param version what was found; empty when none was written
   */
  record WrongVersion(String version) implements PolicyFault {
    @Override
    public String message() {
      return "Policy document must be version 2012-10-17 or greater.";
    }
  }

  /**
   * Well formed, and still nothing that this kind of document may say.
   *
   * @param detail what exactly, for people; not part of IAM's sentence
   */
  record Meaningless(String detail) implements PolicyFault {
    @Override
    public String message() {
      return "The policy failed legacy parsing";
    }
  }

  /** A Sid with other characters than letters and digits, in an identity policy. */
  record SidCharacters(String sid) implements PolicyFault {
    @Override
    public String message() {
      return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"
          + " regular expression [0-9A-Za-z]*";
    }
  }

  /** Two statements with one Sid. */
  record RepeatedSid(String sid) implements PolicyFault {
    @Override
    public String message() {
      return "Statement IDs (SID) in a single policy must be unique.";
    }
  }

  /** A statement without actions. */
  record NoAction() implements PolicyFault {
    @Override
    public String message() {
      return "Policy statement must contain actions.";
    }
  }

  /** A statement without resources. */
  record NoResource() implements PolicyFault {
    @Override
    public String message() {
      return "Policy statement must contain resources.";
    }
  }

  /** An action without a colon. */
  record NoVendor(String action) implements PolicyFault {
    @Override
    public String message() {
      return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    }
  }

  /** What stands before the colon of an action is no service's prefix. */
  record BadVendor(String vendor) implements PolicyFault {
    @Override
    public String message() {
      return "Vendor " + shown(vendor) + " is not valid";
    }
  }

  /** An action with two colons or more. */
  record TwoColons(String action) implements PolicyFault {
    @Override
    public String message() {
      return "Actions/Condition can contain only one colon.";
    }
  }

  /** A resource that is neither {@code *} nor starts as an ARN. */
  record NotAnArn(String resource) implements PolicyFault {
    @Override
    public String message() {
      return "Resource " + shown(resource) + " must be in ARN format or \"*\".";
    }
  }

  /**
   * A partition that does not exist.
   *
   * @param padded the ARN, with a star for each part that is missing
   */
  record BadPartition(String partition, String padded) implements PolicyFault {
    @Override
    public String message() {
      return "Partition \"%s\" is not valid for resource \"%s\"."
          .formatted(shown(partition), shown(padded));
    }
  }

  /** A resource whose service is missing or has wildcards. */
  record VendorWildcard(String resource) implements PolicyFault {
    @Override
    public String message() {
      return "Resource vendor must be fully qualified and cannot contain regexes.";
    }
  }

  /** A resource of IAM, which is global, with a Region. */
  record IamRegion(String resource) implements PolicyFault {
    @Override
    public String message() {
      return "IAM resource " + shown(resource) + " cannot contain region information.";
    }
  }

  /** A resource of IAM of no known kind. */
  record IamPath(String resource) implements PolicyFault {
    @Override
    public String message() {
      return "IAM resource path must either be \"*\" or start with user/, federated-user/, role/,"
          + " group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/,"
          + " saml-provider/, oidc-provider/, report/, access-report/.";
    }
  }

  /** A principal where the document is attached to the principal. */
  record PrincipalNotAllowed() implements PolicyFault {
    @Override
    public String message() {
      return "Policy document should not specify a principal.";
    }
  }

  /** A statement of a trust, repository or registry policy that names nobody. */
  record NoPrincipal() implements PolicyFault {
    @Override
    public String message() {
      return "Missing required field Principal";
    }
  }

  /**
   * A member that this kind of document must not have.
   *
   * @param field such as {@code Resource}
   */
  record ProhibitedField(String field) implements PolicyFault {
    @Override
    public String message() {
      return "Has prohibited field " + field;
    }
  }

  /**
   * A principal that cannot be one: no such form, or (told by the door, which knows them) no such
   * user or role.
   *
   * @param type such as {@code AWS}
   */
  record BadPrincipal(String type, String value) implements PolicyFault {
    @Override
    public String message() {
      return "Invalid principal in policy: \"%s\":\"%s\"".formatted(type, shown(value));
    }
  }

  /**
   * A trust policy that lets the workflows of everybody in, not of one organisation.
   *
   * @param key the condition key that is missing or says nothing
   */
  record AnyWorkflow(String key) implements PolicyFault {
    @Override
    public String message() {
      return "The trust policy lets every workflow of the issuer assume the role: add a condition on "
          + key
          + " that names an organisation, such as repo:ORGANISATION/REPOSITORY:*";
    }
  }

  /** An action in a trust policy that is none of STS's. */
  record NotAnStsAction(String action) implements PolicyFault {
    @Override
    public String message() {
      return "AssumeRole policy may only specify STS AssumeRole actions.";
    }
  }

  private static String shown(String text) {
    int longest = 300;
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}

package dev.bqgovernance.examples.gitops;

/** How the runner is used. */
final class Usage {
  static final String TEXT =
      """
      bq-governance: datasets, grants and views of BigQuery, from files in Git

      java -jar gitops.jar COMMAND DIR [OPTION]...

      DIR is the directory that holds platform.json.

      Commands
        check DIR    say everything that is wrong with the files; with --state, also what stands
                     against their plan
        plan DIR     say what apply would do; changes nothing
        apply DIR    make the cloud as the files say
        drift DIR    say how the cloud has moved away from the files; changes nothing
        export DIR   write the files of what the cloud holds now; their plan is then empty
        grant GROUP ROLE DATASET --for=LENGTH --reason=TEXT
                     give access for a while, without a change of the files: plan and drift show
                     the entry as intended until its end, and apply revokes it afterwards
        help         show this

      Options of planning (give apply the same ones as plan)
        --env=NAME                 the platform as platform.NAME.json has it
        --adopt                    revoke what live datasets grant and the files do not, also
                                   where a dataset is met for the first time
        --max-revocations=N        how many access entries one plan may revoke (10)
        --reauthorize              write every authorization again
        --prune                    delete what carries our label and is no longer in the files
        --resend                   write passwords and accounts again, which cannot be compared
        --replace=DATASET.TABLE    allow this table or view to be deleted and made again;
                                   may be repeated

      Where
        --backend=memory|gcp       an in-memory cloud (default), or Google Cloud
        --state=FILE               the in-memory cloud is loaded from FILE, and apply and grant save
                                   it there; no such file: an empty cloud; FILE.lock beside it
                                   keeps two runs from writing at once
        --world=FILE               who exists in the in-memory cloud (default: DIR/world.json);
                                   no such file: everybody whom the platform names

      Temporary grants
        GROUP                      a group's address, or group:..., user:..., serviceAccount:...
        ROLE                       READER, WRITER, OWNER, or an IAM role such as
                                   roles/bigquery.metadataViewer
        DATASET                    project.dataset, or dataset if the cloud holds one project's
        --for=LENGTH               30m, 2h, 3d; at most 90 days. A grant that stands is exchanged
        --reason=TEXT              why; it is kept in the access list
        The in-memory cloud needs --state=FILE, else it has no dataset.

      Results
        --format=text|markdown|json   (text)
        --out=FILE                 plan: store the plan, for review and for apply --plan
        --plan=FILE                apply, check: only if FILE is the plan of now, unedited
        --fix                      check: correct what the files authorize, as the SQL needs it
        --project=ID               export: the project, where neither DIR nor the cloud tells it

      Exit status: 0 done, or nothing to change; 2 plan or drift has found changes; 1 error.
      Results go to standard output. Findings go to standard error, each starting with
      path:line:column, the path as in DIR.
      """;

  private Usage() {}
}

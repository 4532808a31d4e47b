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
        who-can-read DIR TABLE[.COLUMN]
                     who can see something of it, and through what
        what-can-read DIR PRINCIPAL
                     what somebody can see of base tables, and through what
        explain DIR PRINCIPAL TABLE[.COLUMN]
                     why somebody can see it, hop by hop, or what was tried; exit status 3 for no
        delta DIR_BEFORE DIR_AFTER
                     who gains and who loses what; without platform.json, DIR_AFTER is laid over
                     DIR_BEFORE
        matrix DIR   who sees what of which layer, on one page
        help         show this

      Options of planning (give apply the same ones as plan)
        --env=NAME                 the platform as platform.NAME.json has it
        --adopt                    revoke what live datasets grant and the files do not, also
                                   where a dataset is met for the first time
        --max-revocations=N        how many access entries one plan may revoke (10)
        --reauthorize              write every authorization again
        --prune                    delete what carries our label and is no longer in the files
        --resend                   write passwords and accounts again, which cannot be compared
        --replace=DATASET.TABLE    allow this table or view to be deleted and recreated;
                                   may be repeated

      Where
        --backend=memory|gcp       an in-memory cloud (default), or Google Cloud
        --state=FILE               the in-memory cloud is loaded from FILE, and apply and grant save
                                   it there; no such file: an empty cloud; FILE.lock beside it
                                   keeps two runs from writing at once
        --world=FILE               who exists in the in-memory cloud (default: DIR/world.json);
                                   no such file: everybody whom the platform names

      Questions
        TABLE[.COLUMN]             dataset.table or project.dataset.table, and .column behind it
        PRINCIPAL                  group:..., user:..., serviceAccount:..., domain:...
        --batch=FILE               explain: a question on each line of FILE, PRINCIPAL TABLE.COLUMN;
                                   a JSON document on a line each
        Groups and project roles are those of world.json. With --state=FILE the answers are about
        the in-memory cloud as it is, else about the files.

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
        --json                     the same as --format=json
        --out=FILE                 plan: store the plan, for review and for apply --plan
        --plan=FILE                apply, check: only if FILE is the plan of now, unedited
        --fix                      check: correct what the files authorize, as the SQL needs it
        --project=ID               export: the project, where neither DIR nor the cloud tells it

      Exit status: 0 done, nothing to change, or yes; 2 plan or drift has found changes;
      3 the answer of explain is no; 1 error.
      Results go to standard output. Findings go to standard error, each starting with
      path:line:column, the path as in DIR.
      """;

  private Usage() {}
}

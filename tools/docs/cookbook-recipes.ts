/** A rule that organizations put on image pipelines: a document of `policy/cookbook/`, and what it does. */
export interface Recipe {
  /** The name of its files: `NAME.json` and `NAME.tests.json`. */
  readonly name: string;
  readonly title: string;
  /** What the organization wants, in one sentence or two. */
  readonly why: string;
  /** The document, where it stands elsewhere and is too long for a page. */
  readonly document?: string;
}

/** The recipes of docs/policy-cookbook.md by chapter, in the order of the page. */
export const chapters: Readonly<Record<string, readonly Recipe[]>> = {
  'Who may create what, where': [
    {
      name: 'own-account',
      title: 'Each team in its own account',
      why: 'Each team creates in its own account: by its CI role, its group, or, where the API lets in callers of other accounts, its account. Nobody else creates anywhere.',
    },
    {
      name: 'twelve-teams',
      title: 'Twelve teams in one document',
      why: 'Twelve teams, each with its account, its group, its CI role, its names and its tag. Whoever is in two teams creates for either.',
      document: 'policy/examples/twelve-teams.json',
    },
    {
      name: 'more-groups',
      title: 'One more group opens more',
      why: 'Builders may create what does not run by itself; owners may enable it, whatever other groups they are in.',
    },
    {
      name: 'anonymous-in-the-sandbox',
      title: 'Anonymous callers in the sandbox alone',
      why: 'Whoever an authorizer knows may create anywhere; an anonymous caller only with the infrastructure configuration of the sandbox.',
    },
    {
      name: 'access-for-a-time',
      title: 'Access for a time',
      why: 'A contractor may create until the end of March; a new team may from the first of January.',
    },
    {
      name: 'platform-everywhere',
      title: 'The platform team everywhere',
      why: 'The platform team creates wherever the deployment serves, a team in its own account.',
    },
    {
      name: 'chat-bots',
      title: 'Bots, and people behind a relay',
      why: "A team's bot creates under the team's names. People ask through a relay with the groups that they have in the portal. What is created from a chat does not run by itself, and each pipeline says who asked.",
    },
  ],
  'Teams, exceptions and days': [
    {
      name: 'account-or-group',
      title: 'A team is its account or its group',
      why: 'What holds for a team holds for the roles of its account and for the people in its group.',
    },
    {
      name: 'break-glass',
      title: 'Break glass, with a name on it',
      why: 'In an incident, those in one group may skip tests and scans, and the pipeline says who did.',
    },
    {
      name: 'exception-with-an-end',
      title: 'An exception that ends by itself',
      why: 'A team with old roles is left alone until March; everybody else uses the roles for builds.',
    },
    {
      name: 'exceptions-by-turns',
      title: 'Exceptions by turns',
      why: 'Two teams migrate one after the other, and each is excepted while its turn lasts.',
    },
    {
      name: 'strangers',
      title: 'Whoever is in no team',
      why: 'Teams create where they like; whoever no layer of a team names stays in the sandbox.',
    },
    {
      name: 'exception-to-an-exception',
      title: 'An exception to an exception',
      why: 'Pipelines are created disabled; trusted people may enable them, unless they are under audit.',
    },
    {
      name: 'freeze',
      title: 'A freeze between two days',
      why: 'From 20 December to 6 January no new pipeline runs by itself.',
    },
    {
      name: 'known-and-anonymous',
      title: 'Who is known, and who is not',
      why: 'A pipeline says who asked for it where that is known; what an anonymous caller creates is disabled.',
    },
  ],
  'By target and by what is asked for': [
    {
      name: 'production-account',
      title: 'Production is tested',
      why: 'Images for the production account are tested; elsewhere that is left to the teams.',
    },
    {
      name: 'default-target',
      title: 'A default target counts as the target',
      why: 'Whatever ends up in the production account is tagged so, whether the caller or a default sent it there.',
    },
    {
      name: 'region-rules',
      title: 'A Region with rules of its own',
      why: 'In Europe each pipeline says which class of data its images may hold.',
    },
    {
      name: 'production-roles',
      title: 'Roles by environment',
      why: "What is tagged for production is built under production's roles; each pipeline is tagged, so that nobody gets around it by leaving the tag out or writing another word.",
    },
    {
      name: 'production-by-default',
      title: 'Production unless it is said otherwise',
      why: 'A pipeline without an environment counts as production and keeps the enhanced metadata.',
    },
    {
      name: 'production-containers',
      title: 'Several conditions at once',
      why: 'Container images for production, in the production account and in Europe, are scanned in a repository for scans.',
    },
  ],
  'What must, may and must not be there': [
    {
      name: 'distribution-required',
      title: 'A distribution configuration',
      why: 'Each pipeline has a distribution configuration, whichever.',
    },
    {
      name: 'cis-test',
      title: 'One test among others',
      why: "The organization's CIS test runs in each pipeline, whatever else does. The owning account is named: a workflow of that name in another account is another workflow.",
    },
    {
      name: 'no-latest',
      title: 'No image is called latest',
      why: 'No container image has a tag that is `latest` or begins with `latest-`.',
    },
    {
      name: 'no-password-tag',
      title: 'No password in a tag',
      why: 'There is no tag with the key `Password`, however it is written.',
    },
    {
      name: 'change-number',
      title: 'A change number in the description',
      why: 'The description names a change or an issue.',
    },
    {
      name: 'workflow-parameters',
      title: 'Values of workflow parameters',
      why: 'Parameters of workflows name small instance types only.',
    },
    {
      name: 'no-debugging',
      title: 'One value needed, another forbidden',
      why: 'No workflow is started in debugging mode, and one parameter sets a mode that is known.',
    },
    {
      name: 'every-layer',
      title: "Every layer's lists hold",
      why: 'The organization asks for a cost center and for names of two kinds; the payments team narrows both for itself.',
    },
    {
      name: 'last-default-first-enforced',
      title: 'The last default, the first enforced value',
      why: 'Two teams have values of their own; whoever is in both gets the defaults of the second and what the first enforces.',
    },
    {
      name: 'tag-keys',
      title: 'Tag keys in any spelling',
      why: 'A tag that the policy speaks of cannot be avoided, or set beside it, by another case or by spaces.',
    },
    {
      name: 'maintenance-window',
      title: 'Only in the maintenance window',
      why: 'Pipelines run by schedule, on Sundays at three or four. In a pattern `*` stands for any text, of which `check` warns in a cron expression; that is meant here, so the layer accepts it.',
    },
  ],
  'Warnings first': [
    {
      name: 'warning-first',
      title: 'A warning now, an error from a day on',
      why: 'From 15 January the description names a change; until then whoever leaves it out is told.',
    },
    {
      name: 'enforced-with-a-warning',
      title: 'An enforced value that only warns',
      why: 'Where the caller says nothing the value is set; where it says otherwise its own word stays, with a warning, until the organization knows who would be refused.',
    },
    {
      name: 'advice-beside-rules',
      title: 'Advice beside rules',
      why: 'One role is a rule; time zone and kind of schedule are advice.',
    },
  ],
  'Tag policies': [
    {
      name: 'tag-policies',
      title: 'One refuses, another warns',
      why: 'The cost center is settled and a wrong one is refused; the tag for teams is new and warns.',
    },
    {
      name: 'tag-policies-warn',
      title: 'All warn, but for one layer',
      why: 'What a tag policy demands is a warning, and an error in the one layer that says so.',
    },
    {
      name: 'tag-policies-off',
      title: 'None is looked at, but for one layer',
      why: 'Tag policies are evaluated for the one layer that says so. The lists of layers hold all the same.',
    },
  ],
};

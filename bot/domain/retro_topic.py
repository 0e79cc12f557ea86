"""What retros are about: topics and the words by which people mean them.

Two cards on one thing often share no word ("staging is down again", "could not test, env broken"), so that counting
common words finds little. These topics join what teams call by many names. A word may stand under several topics;
what stands under many tells little, and the grouping weighs it so. Phrases of two words count as one.
"""

from types import MappingProxyType

TOPICS = MappingProxyType(
    {
        "test environment": """staging stage environment env envs sandbox preprod testbed preview tenant fixture seed
            dummy testdata localhost docker compose vm test-server test-env test-data test-environment mock stub
            staging-server testserver qa-server down-again shared-environment reset seeding environment-variables
            data-reset""",
        "testing": """qa test tester testing tested untested regression bug bugs defect quality coverage edge-case
            safari hotfix broken acceptance manual-testing exploratory reproduce testable verify verified verification
            retest smoke-test check-list checklist automated-tests e2e-tests uat edge-cases corner-case repro qa-ed
            test-plan bug-bash""",
        "flaky tests": """flaky flake e2e cypress selenium playwright rerun retry red green intermittent random
            unit-test integration-test test-suite suite flakiness quarantine false-red timeouts brittle rerunning""",
        "build": """ci ci-cd jenkins build builds pipeline pipelines runner cache compile compiler gitlab circleci
            gradle maven webpack artifact minutes queue xcode ci-run artifacts agent agents build-time docker-layers
            lint linter slow-build 40-minutes job jobs""",
        "code review": """pr prs mr review reviews reviewer reviewing reviewed approve approval lgtm rebase diff
            pull-request merge-request code-review comments branch branches merge nitpick stale code-reviews
            feedback-on-pr big-pr small-prs huge-pr approved approves approvals unreviewed nit nits pull-requests
            merge-conflict merge-conflicts conflicts""",
        "releases": """release releases released deploy deploys deployment deployments rollout roll-out ship shipped
            shipping rollback hotfix flag flags feature-flag launchdarkly version cutover go-live launch freeze semver
            prod production changelog train submission canary release-notes release-day release-train hot-fix
            deploy-day friday-deploy regression-window roll-back rolled-back rollouts staged gradual cut toggles
            toggle patch app-update""",
        "incidents": """incident incidents outage downtime on-call oncall pager paged paging pagerduty postmortem
            post-mortem runbook sev sev1 rca war-room restore 3am night crashed went-down recovery mitigation
            on-call-rota wake woke woken call-out firefighting fire fires severity post-mortems postmortems root-cause
            blameless escalated status-page went-dark broke""",
        "alerts": """alert alerts alerting alarm alarms noise noisy threshold monitoring grafana datadog prometheus
            slo sli ack acknowledged page false-alarm sentry observability logs log dashboards page-storm
            false-positive false-positives muted signal""",
        "scope": """scope creep scope-creep unplanned mid-sprint added squeezed extra surprise last-minute late-change
            change-request sneaked tiny-change swap estimate estimates estimated sprint ticket tickets velocity
            overcommit commitment commit carried-over backlog refinement grooming plan planned moving-target goalposts
            changed-mind midway in-flight requirement requirements unclear-requirements acceptance-criteria user-story
            stories story-points points spillover rolled-over underestimated guess guesses half-done mvp nice-to-have
            gold-plating""",
        "priorities": """priority priorities prioritise prioritize prio prios p1 p0 focus urgent important roadmap
            everything-first rank ranked ranking say-no saying-no context-switching switching parallel wip ad-hoc
            adhoc bets initiatives number-one top-priority everything-urgent juggling too-many-things interruptions
            fire-drill drop dropped trade-off trade-offs cut-down fewer-things distractions""",
        "planning": """planning plan plans roadmap quarter quarterly estimate forecast milestone milestones deadline
            deadlines timeline timelines schedule dates capacity dependency dependencies kickoff gantt replan
            replanned commit-to quarterly-planning pi-planning offsite-planning long-term due-date due-dates
            late-start buffer slack-time""",
        "design handoff": """design designs designer designers figma mockup mockups handoff hand-off wireframe
            prototype prototypes ux ui pixel pixels screen screens error-state spec specs drawn sketch redline
            annotated empty-state design-review flow flows layout designing""",
        "design system": """design-system component components library token tokens button buttons storybook spacing
            font style styles px npm package breaking-change""",
        "documentation": """doc docs document documented documentation wiki confluence notion readme written-down
            write-down writing guide guides page pages search outdated how-to adr template templates documenting
            write-up wrote-down diagram diagrams glossary faq handbook knowledge-base explain-again onboarding-doc""",
        "shared knowledge": """bus-factor head heads silo silos knowledge expert only-one tribal backup holiday
            paternity maternity cover single-point explain know-how vacation knowledge-transfer only-person
            depends-on-one single-person sick parental-leave leave left-the-company history""",
        "meetings": """meeting meetings standup stand-up standups daily calendar invite invites agenda call calls zoom
            teams-call sync syncs minutes deck slides hour hours recurring attendees status-meeting camera mute muted
            facilitator talking timebox async meetings-day no-meeting-day huddle weekly biweekly status-update all-day
            back-to-back late-start standing-meeting overrun overran ran-over note-taker facilitation""",
        "pre-reads": """pre-read preread prereads pre-reads paper papers memo memos reading read deck decks slides
            beforehand in-advance ahead appendix""",
        "communication": """communication communicate announce announced announcement told tell heard hear inform
            informed transparency transparent update updates news email emails mail slack channel channels all-hands
            found-out nobody-told surprise surprised silence rumour rumours loop announcing communicated communicating
            message messages newsletter broadcast dark in-the-dark kept-posted heads-up misunderstanding misunderstood
            assumption assumptions context cc inbox""",
        "decisions": """decision decisions decide decided decider consensus disagree disagreed re-litigate relitigate
            reopen reopened closed conclusion final say-so commit debate debates argue back-and-forth u-turn flip
            decision-log deciding decision-maker undecided indecision sign-off signed-off veto compromise""",
        "ownership": """owner owners own owned owns ownership orphan orphaned responsible responsibility accountable
            raci nobody-knows who-owns belongs maintainer codeowners catalogue catalog backstage unclear
            responsibilities roles role dri point-person who-does unowned ownerless fall-between cracks between-chairs
            responsible-for hot-potato""",
        "dependencies": """dependency dependencies depend depends dependent blocked blocker blockers blocking waiting
            wait waited other-team other-teams upstream downstream handover coupled coordination align alignment
            platform contract interface waited-on stuck chasing chased chase external hand-overs bottleneck
            bottlenecks integration-point other-squad api apis third-party""",
        "workload": """workload overload overloaded overtime weekend weekends evening evenings burnout burn-out burned
            tired exhausted stress stressed sleep understaffed headcount capacity load crunch sustainable pressure
            lunch breathe backfill peak temp freelancer too-much overworked stretched thin stretched-thin holiday
            vacation sunday saturday midnight long-days pace breathing-room slow-down heroics tiring exhausting energy
            drained recharge panic rush rushed hurry""",
        "hiring": """hire hires hired hiring candidate candidates interview interviews interviewer interviewers
            recruit recruiter recruiting req reqs vacancy scorecard offer offers referral referrals panel panels
            ghosted shortlist sourcing greenhouse headcount recruitment applicant applicants open-role open-roles
            replacement backfilled interviewing job-ad""",
        "onboarding": """onboard onboarding onboarded joiner joiners newcomer newcomers new-starter new-hire first-day
            first-week first-days buddy buddies laptop laptops badge desk starter starters day-1 welcome ramp-up
            induction accounts new-joiner new-joiners newbie new-people new-person new-colleague first-month setup
            set-up getting-started orientation new-here joined ramp""",
        "teamwork": """thanks thank kudos team teamwork together helped helping helps jumped support supported spirit
            kind trust safe friendly atmosphere mood proud great-people amazing colleagues pulled laugh fun honest
            vibe vibes humour collaboration collaborate collaborated helpful supportive listening listened openness
            respect respectful praise appreciated appreciate shoutout shout-out psychological-safety humor jokes
            grateful gratitude patience patient helping-each-other camaraderie""",
        "learning": """learn learned learning training trainings course courses workshop workshops mentor mentoring
            conference brownbag skill skills book study certificate udemy hackday hackathon experiment taught teach
            teaching knowledge-sharing lightning-talk lightning-talks talks guild tutorial tutorials conference-budget
            learning-time tech-talk show-and-tell coaching coach""",
        "pairing": """pair paired pairing pair-programming mob mobbing mob-programming ensemble shadow shadowing
            side-by-side sat-with sit-with""",
        "tools": """tool tools tooling jira license licence licences excel spreadsheet spreadsheets sheet sheets
            export import integration plugin asana trello hubspot salesforce sfdc copy-paste typing typed retyping
            admin double-entry manual manually by-hand automate automation crm greenhouse personio software app-we-use
            notion-vs template-tool slow-tool clunky macro scripts script bot bots plugins configuration subscription
            seats""",
        "tracking": """tracking analytics event events renamed funnel ga amplitude mixpanel segment tagging utm
            instrumentation conversion clickstream pixel cookie cookies gtm tracked untracked click clicks
            attribution""",
        "data quality": """data numbers number metric metrics definition definitions dashboard dashboards duplicate
            duplicates null nulls stale freshness dbt schema column columns table tables warehouse snowflake bigquery
            etl load loads late-data source-of-truth reconcile accuracy wrong-numbers tableau looker mismatch
            mismatched discrepancy inconsistent missing-data wrong incorrect row rows backfill source sources
            timestamp nightly-job lineage data-contract contracts refresh refreshed data-quality job-failed airflow
            dag dags upstream-change""",
        "ad-hoc requests": """ad-hoc adhoc request requests intake quick-question dm dms question questions asks asked
            interrupt interrupted interruption interruptions stakeholder stakeholders drive-by ping pings pinged
            self-service goalie favour favor random-ask side-project drop-everything small-ask can-you walk-in
            walk-ins tap shoulder-tap quick-favour pull-numbers""",
        "models and queries": """model models query queries sql notebook notebooks slow-query ml forecast experiment
            experiments a-b a-b-test ab-test significance sample hypothesis training-run features-store accuracy
            prediction predictions experiment-result statistically""",
        "customers": """customer customers client clients user users feedback usability interview interviews visit
            visits persona discovery research complaint complaints nps churn user-interview user-interviews user-test
            user-tests usability-test usability-tests client-call customer-call angry happy-customer praise-from
            reviews-in rating ratings star stars""",
        "support queue": """queue queues ticket tickets backlog macro macros reply replies zendesk intercom escalate
            escalated escalation escalations csat sla first-response chatbot refund refunds tier l1 l2 l3 inbox agents
            cases caseload response-time wait-time hold chat chats phone-line lines knowledge-article articles
            wording-of-answers bounce bounced known-issue bug-report bug-reports refunded volume spike contact
            contacts""",
        "shifts": """shift shifts night nights rota roster handover hand-over handovers weekend weekends early late
            swap holidays cover coverage swapped overnight early-shift late-shift night-shift rostering overlap
            hand-over-note handover-notes breaks break-time short-staffed sick-calls schedule-change weekend-shift""",
        "sales leads": """lead leads mql mqls sql pipeline inbound outbound sdr sdrs prospect prospects cold webinar
            qualified qualification demo demos""",
        "deals and discounts": """deal deals discount discounts pricing price quote quotes deal-desk exception
            exceptions margin sign-off approval approvals matrix""",
        "forecasting": """forecast forecasts commit pipeline number roll-up rollup close-date close-dates stage stages
            clari weighted landed slipped opps opportunities""",
        "territories and pay": """territory territories patch account accounts quota quotas commission accelerator
            accelerators comp compensation bonus spif target targets multi-year""",
        "legal": """legal contract contracts redline redlines msa dpa nda counsel clause clauses paper lawyer lawyers
            gdpr compliance audit audits auditor regulation consent privacy works-council betriebsrat""",
        "pay": """pay salary salaries band bands raise payroll bonus compensation range ranges market benefits paid
            underpaid equity""",
        "performance reviews": """performance-review performance-reviews review-cycle calibration calibrations
            calibrate promotion promotions self-assessment appraisal exceeds rating ratings feedback-forms forms
            peer-review 360 one-on-one one-on-ones feedback-round career growth ladder level levels""",
        "managers": """manager managers boss bosses lead leads leadership micromanage micromanaging micromanagement
            support-from-above exec execs director directors management vp c-level hierarchy""",
        "budget": """budget budgets cost costs costing spend spending spent invoice invoices expensive bill bills
            finance procurement purchase po money saving savings cheaper cloud-cost waste tag unallocated over-budget
            quote overspend""",
        "suppliers": """supplier suppliers vendor vendors agency agencies lead-time lead-times manufacturer contractor
            contractors partner partners procurement factory moq shipment customs delivery parts part stock sourcing
            datasheet datasheets sample samples quoted distributor fab assembly-house lead-time-of eta
            late-delivery""",
        "time zones": """timezone timezones time-zone time-zones singapore overlap utc early-call late-call midnight
            6am 7am 9pm 10pm 11pm sunrise asia apac 9-hours 8-hours awake asleep wake-up their-morning their-evening
            our-night night-for-us early-morning late-evening daylight""",
        "remote work": """remote office hybrid home commute onsite on-site offsite in-person face-to-face desk desks
            camera hot-desk quiet loud open-plan in-the-office from-home wfh video-call face faces distributed
            meet-in-person""",
        "working agreements": """agreement agreements working-agreement norm norms rule rules core-hours wip
            focus-time ritual rituals definition-of-done definition-of-ready dod dor etiquette habit habits retro
            retros retrospective agree agreed way-of-working ways-of-working process processes kanban scrum guideline
            core-time team-rules silent-hours response-times""",
        "follow-up": """action-item action-items follow-up followup follow-ups last-time same-as last-retro
            last-quarter actions to-do todo promised never-happened open-since""",
        "reorganisation": """reorg re-org reorganisation reorganization restructure restructuring split merged
            moved-teams new-team org org-chart reporting-line reporting-lines layoff layoffs""",
        "goals": """okr okrs goal goals target targets strategy vision mission outcome outcomes key-result kpi kpis
            north-star direction purpose meaning bigger-picture big-picture success success-looks measurable
            alignment-on direction-from""",
        "technical debt": """debt tech-debt legacy refactor refactored refactoring cleanup clean-up delete deleted
            rewrite migrate migrated migration monolith upgrade upgraded deprecated hack hacks spaghetti workaround
            dead-code old-code dirty quick-fix quick-fixes shortcuts shortcut tidy simplification simplify boy-scout
            god-class coupling rewrite-it rotten""",
        "speed of the product": """slow slower latency performance loading load-time memory leak crash crashes
            crashing crash-free anr freeze freezes battery startup lag timeout timeouts p95 cold-start laggy stutter
            jank ms seconds-to render rendering out-of-memory oom cpu-usage battery-life""",
        "app stores": """app-store play-store testflight apple google rejected rejection store stores submission beta
            guideline guidelines""",
        "devices": """device devices phone phones android ios ipad tablet simulator emulator samsung pixel iphone
            browserstack os-version old-phone old-phones test-devices test-phone tablets notch screen-size
            small-screen""",
        "translation": """translation translations translate translated translator locale locales localisation
            localization strings string language languages german french portuguese japanese i18n rtl copy""",
        "accessibility": """accessibility a11y screen-reader contrast voiceover wcag keyboard talkback""",
        "access": """access permission permissions vault secret secrets password passwords vpn sso 2fa mfa credential
            credentials key keys rotation admin-rights token""",
        "infrastructure": """terraform tf drift kubernetes k8s pod pods cluster clusters clickops namespace dns nodes
            helm argo manual-change iac cloud aws gcp azure""",
        "event": """event events booth venue stage speaker speakers keynote rehearsal dry-run registration attendee
            attendees catering badge badges conference fair""",
        "streaming": """stream streaming livestream feed encoder wifi sound audio mic mics video camera lag
            recording""",
        "copy changes": """copy text headline wording proof proofread version final final-v2 late-changes approval
            approvals feedback-rounds sign-off brand asset assets""",
        "campaigns": """campaign campaigns ads ad social newsletter landing-page seo press pr-agency journalist
            journalists linkedin follow-up signup signups""",
        "hardware": """board boards pcb pcba schematic layout solder soldering antenna thermal enclosure connector
            connectors component-shortage bom evt dvt pvt prototype prototypes bring-up respin spin rework hw
            mechanical mechanics housing cable cables sensor sensors battery batteries power-supply voltage current
            chip chips footprint pinout pin pins gerber gerbers layer-stack stencil tolerance cad drawing drawings
            3d-print 3d-printed screw screws""",
        "firmware": """firmware flash flashing bootloader ota driver drivers rtos jtag serial debugger debug logs
            overnight-build watchdog fw boot boots bricked brick uart ble bluetooth stack-overflow interrupt register
            registers hal bsp sdk toolchain power-consumption sleep-mode""",
        "lab": """lab bench jig jigs fixture fixtures oscilloscope scope chamber calibration equipment probe probes
            emc certification certify multimeter bench-time measurement measurements measure measured measuring
            test-rig rig rigs power-analyzer analyser analyzer climate soldering-iron station lab-space booking""",
        "celebration": """celebrate celebrated celebrating celebration party pizza cake beer beers drinks lunch dinner
            offsite karaoke cheers toast ice-cream breakfast team-event team-events dinner-together
            drinks-together""",
        "launch": """launch launched live went-live shipped out-the-door early on-time in-time milestone""",
    }
)
"""Each topic and its words; a hyphen joins the words of a phrase."""

// The API as TypeScript types, made from api/openapi.json by `npm run api`.

export interface paths {
  '/api/v1/status': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_status']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/setup': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_setup']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/session': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_session']
    put?: never
    post: operations['post_session']
    delete: operations['delete_session']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/invitations/accept': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_invitations_accept']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/organization': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_organization']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch: operations['patch_organization']
    trace?: never
  }
  '/api/v1/users': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_users']
    put?: never
    post: operations['post_users']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/users/{user_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch: operations['patch_users_user_id_']
    trace?: never
  }
  '/api/v1/teams': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_teams']
    put?: never
    post: operations['post_teams']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/teams/{team_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch: operations['patch_teams_team_id_']
    trace?: never
  }
  '/api/v1/tokens': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_tokens']
    put?: never
    post: operations['post_tokens']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/tokens/{token_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete: operations['delete_tokens_token_id_']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/channels': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_channels']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/inboxes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_inboxes']
    put?: never
    post: operations['post_inboxes']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/inboxes/{inbox_id}/settings': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_inboxes_inbox_id_settings']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/inboxes/{inbox_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch: operations['patch_inboxes_inbox_id_']
    trace?: never
  }
  '/api/v1/views': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_views']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_conversations']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{conversation_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_conversations_conversation_id_']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{conversation_id}/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_conversations_conversation_id_messages']
    put?: never
    post: operations['post_conversations_conversation_id_messages']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{conversation_id}/notes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_conversations_conversation_id_notes']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{conversation_id}/assignment': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_conversations_conversation_id_assignment']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/conversations/{conversation_id}/status': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_conversations_conversation_id_status']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_contacts']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/contacts/{contact_id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_contacts_contact_id_']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/reports/care': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_reports_care']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_events']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/widget/{key}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_widget_key_']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/widget/{key}/visitors': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['post_widget_key_visitors']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v1/widget/{key}/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['get_widget_key_messages']
    put?: never
    post: operations['post_widget_key_messages']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    Status: {
      name: string
      version: string
      setup_needed: boolean
      /** Format: date-time */
      now: string
    }
    Organization: {
      id: number
      name: string
      language: string
      time_zone: string
      sample: boolean
      /** Format: date-time */
      created_at: string
    }
    OrganizationChange: {
      name?: string | null
      language?: string | null
      time_zone?: string | null
    }
    Setup: {
      token: string
      organization_name: string
      language: string
      time_zone: string
      name: string
      email: string
      password: string
    }
    SignIn: {
      email: string
      password: string
    }
    AcceptInvitation: {
      token: string
      name: string
      password: string
    }
    Session: {
      user: components['schemas']['User']
      organization: components['schemas']['Organization']
      permissions: (
        | 'anyone'
        | 'visitor'
        | 'signed_in'
        | 'conversations_read'
        | 'conversations_work'
        | 'contacts_read'
        | 'reports_read'
        | 'team_read'
        | 'inboxes_manage'
        | 'team_manage'
        | 'tokens_manage'
        | 'organization_manage'
      )[]
      csrf_token: string
      seq: number
      /** Format: date-time */
      now: string
    }
    Failure: {
      kind: string
      message: string
      field: string | null
      request_id: string
    }
    Clock: {
      /** @enum {string} */
      kind: 'first_response' | 'next_response'
      /** Format: date-time */
      started_at: string
      /** Format: date-time */
      due_at: string
      /** Format: date-time */
      breached_at: string | null
    }
    Conversation: {
      id: number
      inbox_id: number
      contact_id: number
      contact_name: string
      team_id: number | null
      assignee_id: number | null
      /** @enum {string} */
      status: 'open' | 'pending' | 'snoozed' | 'resolved'
      /** Format: date-time */
      snoozed_until: string | null
      owed: boolean
      /** Format: date-time */
      owed_since: string | null
      /** @enum {string|null} */
      dismiss_reason: 'thanks_only' | 'spam' | 'duplicate' | 'handled_elsewhere' | 'other' | null
      dismiss_note: string | null
      clock: components['schemas']['Clock'] | null
      /** Format: date-time */
      first_said_at: string
      /** Format: date-time */
      last_said_at: string
      last_text: string
      /** @enum {string} */
      last_direction: 'inbound' | 'outbound' | 'internal'
      message_count: number
      /** Format: date-time */
      first_answered_at: string | null
      first_response_s: number | null
      views: ('owed' | 'mine' | 'unassigned' | 'open' | 'snoozed' | 'resolved' | 'all')[]
    }
    ListConversations: {
      /** @enum {string} */
      view: 'owed' | 'mine' | 'unassigned' | 'open' | 'snoozed' | 'resolved' | 'all'
      inbox_id?: number | null
      contact_id?: number | null
      cursor?: string | null
      limit?: number | null
    }
    ConversationPage: {
      items: components['schemas']['Conversation'][]
      next: string | null
      seq: number
    }
    ViewCount: {
      /** @enum {string} */
      view: 'owed' | 'mine' | 'unassigned' | 'open' | 'snoozed' | 'resolved' | 'all'
      count: number
      late: number
    }
    ViewCounts: {
      items: components['schemas']['ViewCount'][]
    }
    Message: {
      id: number
      conversation_id: number | null
      /** @enum {string} */
      direction: 'inbound' | 'outbound' | 'internal'
      author_name: string
      user_id: number | null
      is_public: boolean
      text: string
      /** @enum {string} */
      delivery: 'received' | 'kept' | 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain'
      /** Format: date-time */
      said_at: string
    }
    ConversationPath: {
      conversation_id: number
    }
    ListMessages: {
      conversation_id: number
      cursor?: string | null
      limit?: number | null
    }
    MessagePage: {
      items: components['schemas']['Message'][]
      next: string | null
      seq: number
    }
    Reply: {
      conversation_id: number
      text: string
      seen_message_id?: number | null
    }
    WriteNote: {
      conversation_id: number
      text: string
    }
    Said: {
      message: components['schemas']['Message']
      conversation: components['schemas']['Conversation']
    }
    Assign: {
      conversation_id: number
      user_id?: number | null
      team_id?: number | null
    }
    ChangeStatus: {
      conversation_id: number
      /** @enum {string} */
      status: 'open' | 'pending' | 'snoozed' | 'resolved'
      /** Format: date-time */
      snoozed_until?: string | null
      /** @enum {string|null} */
      dismiss_reason?: 'thanks_only' | 'spam' | 'duplicate' | 'handled_elsewhere' | 'other' | null
      dismiss_note?: string | null
    }
    Subscribe: {
      type: string
      after?: number | null
      token?: string | null
    }
    FeedHello: {
      /** @constant */
      type: 'hello'
      seq: number
      /** Format: date-time */
      now: string
    }
    FeedResync: {
      /** @constant */
      type: 'resync'
      seq: number
    }
    FeedError: {
      /** @constant */
      type: 'error'
      message: string
    }
    FeedConversationCreated: {
      /** @constant */
      type: 'conversation.created'
      seq: number
      /** Format: date-time */
      at: string
      conversation: components['schemas']['Conversation']
    }
    FeedConversationUpdated: {
      /** @constant */
      type: 'conversation.updated'
      seq: number
      /** Format: date-time */
      at: string
      conversation: components['schemas']['Conversation']
      by: number | null
    }
    FeedConversationGone: {
      /** @constant */
      type: 'conversation.gone'
      seq: number
      /** Format: date-time */
      at: string
      conversation_id: number
    }
    FeedMessageCreated: {
      /** @constant */
      type: 'message.created'
      seq: number
      /** Format: date-time */
      at: string
      message: components['schemas']['Message']
      conversation: components['schemas']['Conversation']
    }
    FeedMessageUpdated: {
      /** @constant */
      type: 'message.updated'
      seq: number
      /** Format: date-time */
      at: string
      message: components['schemas']['Message']
      conversation: components['schemas']['Conversation']
    }
    FeedClockBreached: {
      /** @constant */
      type: 'clock.breached'
      seq: number
      /** Format: date-time */
      at: string
      conversation: components['schemas']['Conversation']
    }
    FeedSettingsChanged: {
      /** @constant */
      type: 'settings.changed'
      seq: number
      /** Format: date-time */
      at: string
      noun: string
    }
    FeedWidgetMessage: {
      /** @constant */
      type: 'widget.message'
      seq: number
      /** Format: date-time */
      at: string
      message: components['schemas']['WidgetMessage']
    }
    FeedWidgetStatus: {
      /** @constant */
      type: 'widget.status'
      seq: number
      /** Format: date-time */
      at: string
      resolved: boolean
    }
    ListEvents: {
      after?: number | null
      limit?: number | null
    }
    EventPage: {
      items: components['schemas']['FeedMessage'][]
      seq: number
      more: boolean
    }
    Identity: {
      id: number
      channel: string
      handle: string
    }
    Contact: {
      id: number
      name: string
      email: string | null
      identities: components['schemas']['Identity'][]
      conversation_count: number
      /** Format: date-time */
      created_at: string
    }
    ContactPath: {
      contact_id: number
    }
    ListContacts: {
      name?: string | null
      cursor?: string | null
      limit?: number | null
    }
    ContactRow: {
      id: number
      name: string
      email: string | null
      /** Format: date-time */
      created_at: string
    }
    ContactPage: {
      items: components['schemas']['ContactRow'][]
      next: string | null
    }
    Capabilities: {
      text_limit: number | null
      is_public: boolean
      live: boolean
      can_reply: boolean
      first_response_s: number
    }
    Channel: {
      id: string
      name: string
      connectable: boolean
      capabilities: components['schemas']['Capabilities']
      settings_schema: unknown
    }
    ChannelList: {
      items: components['schemas']['Channel'][]
    }
    Inbox: {
      id: number
      channel: string
      name: string
      key: string
      team_id: number | null
      first_response_s: number
      enabled: boolean
      capabilities: components['schemas']['Capabilities']
      /** Format: date-time */
      created_at: string
    }
    InboxList: {
      items: components['schemas']['Inbox'][]
    }
    CreateInbox: {
      channel: string
      name: string
      settings: unknown
      team_id?: number | null
      first_response_s?: number | null
    }
    InboxPath: {
      inbox_id: number
    }
    InboxSettings: {
      inbox: components['schemas']['Inbox']
      settings: unknown
    }
    ChangeInbox: {
      inbox_id: number
      name?: string | null
      settings?: unknown
      team_id?: number | null
      first_response_s?: number | null
      enabled?: boolean | null
    }
    WidgetPath: {
      key: string
    }
    Widget: {
      name: string
      organization: string
      greeting: string
      language: string
      first_response_s: number
      waiting: number
      typical_first_response_s: number | null
    }
    Visitor: {
      token: string
    }
    WidgetSay: {
      key: string
      text: string
      name?: string | null
      email?: string | null
    }
    WidgetMessage: {
      id: number
      mine: boolean
      author_name: string
      text: string
      /** Format: date-time */
      said_at: string
    }
    WidgetMessages: {
      items: components['schemas']['WidgetMessage'][]
      resolved: boolean
      seq: number
    }
    User: {
      id: number
      name: string
      email: string
      /** @enum {string} */
      role: 'owner' | 'admin' | 'lead' | 'agent' | 'partner'
      /** @enum {string} */
      state: 'active' | 'invited' | 'suspended'
      team_ids: number[]
      /** Format: date-time */
      created_at: string
    }
    UserList: {
      items: components['schemas']['User'][]
    }
    InviteUser: {
      name: string
      email: string
      /** @enum {string} */
      role: 'owner' | 'admin' | 'lead' | 'agent' | 'partner'
    }
    Invited: {
      user: components['schemas']['User']
      link: string
    }
    ChangeUser: {
      user_id: number
      name?: string | null
      /** @enum {string|null} */
      role?: 'owner' | 'admin' | 'lead' | 'agent' | 'partner' | null
      suspended?: boolean | null
    }
    Team: {
      id: number
      name: string
      partner: boolean
      member_ids: number[]
    }
    TeamList: {
      items: components['schemas']['Team'][]
    }
    CreateTeam: {
      name: string
      partner: boolean
      member_ids: number[]
    }
    ChangeTeam: {
      team_id: number
      name?: string | null
      member_ids?: number[] | null
    }
    Token: {
      id: number
      name: string
      /** @enum {string} */
      role: 'owner' | 'admin' | 'lead' | 'agent' | 'partner'
      /** Format: date-time */
      created_at: string
      /** Format: date-time */
      expires_at: string | null
    }
    TokenList: {
      items: components['schemas']['Token'][]
    }
    CreateToken: {
      name: string
      /** @enum {string} */
      role: 'owner' | 'admin' | 'lead' | 'agent' | 'partner'
      /** Format: date-time */
      expires_at?: string | null
    }
    CreatedToken: {
      token: components['schemas']['Token']
      secret: string
    }
    TokenPath: {
      token_id: number
    }
    Done: {
      done: boolean
    }
    BrandFigures: {
      brand: string
      inbound: number
      outbound: number
      conversations: number
      answered: number
      unanswered_rate: number | null
      within_5min: number | null
      within_60min: number | null
      median_first_response_s: number | null
    }
    TotalFigures: {
      inbound: number
      outbound: number
      conversations: number
      answered: number
      unanswered_rate: number | null
      within_5min: number | null
      within_60min: number | null
      median_first_response_s: number | null
    }
    CareReport: {
      brands: components['schemas']['BrandFigures'][]
      total: components['schemas']['TotalFigures']
    }
    FeedMessage:
      | components['schemas']['FeedHello']
      | components['schemas']['FeedResync']
      | components['schemas']['FeedError']
      | components['schemas']['FeedConversationCreated']
      | components['schemas']['FeedConversationUpdated']
      | components['schemas']['FeedConversationGone']
      | components['schemas']['FeedMessageCreated']
      | components['schemas']['FeedMessageUpdated']
      | components['schemas']['FeedClockBreached']
      | components['schemas']['FeedSettingsChanged']
      | components['schemas']['FeedWidgetMessage']
      | components['schemas']['FeedWidgetStatus']
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  get_status: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Status']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_setup: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['Setup']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_session: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_session: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SignIn']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  delete_session: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Done']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_invitations_accept: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AcceptInvitation']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Session']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_organization: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Organization']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  patch_organization: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['OrganizationChange']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Organization']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_users: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['UserList']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_users: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['InviteUser']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Invited']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  patch_users_user_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        user_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          name?: string | null
          /** @enum {string|null} */
          role?: 'owner' | 'admin' | 'lead' | 'agent' | 'partner' | null
          suspended?: boolean | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_teams: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TeamList']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_teams: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateTeam']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Team']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  patch_teams_team_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        team_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          name?: string | null
          member_ids?: number[] | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Team']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_tokens: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TokenList']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_tokens: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateToken']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CreatedToken']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  delete_tokens_token_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        token_id: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Done']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_channels: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ChannelList']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_inboxes: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['InboxList']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_inboxes: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateInbox']
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Inbox']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_inboxes_inbox_id_settings: {
    parameters: {
      query?: never
      header?: never
      path: {
        inbox_id: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['InboxSettings']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  patch_inboxes_inbox_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        inbox_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          name?: string | null
          settings?: unknown
          team_id?: number | null
          first_response_s?: number | null
          enabled?: boolean | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Inbox']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_views: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ViewCounts']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_conversations: {
    parameters: {
      query?: {
        view?: 'owed' | 'mine' | 'unassigned' | 'open' | 'snoozed' | 'resolved' | 'all'
        inbox_id?: number
        contact_id?: number
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConversationPage']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_conversations_conversation_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Conversation']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_conversations_conversation_id_messages: {
    parameters: {
      query?: {
        cursor?: string
        limit?: number
      }
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['MessagePage']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_conversations_conversation_id_messages: {
    parameters: {
      query?: never
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          text: string
          seen_message_id?: number | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Said']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_conversations_conversation_id_notes: {
    parameters: {
      query?: never
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          text: string
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Said']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_conversations_conversation_id_assignment: {
    parameters: {
      query?: never
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          user_id?: number | null
          team_id?: number | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Conversation']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_conversations_conversation_id_status: {
    parameters: {
      query?: never
      header?: never
      path: {
        conversation_id: number
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          /** @enum {string} */
          status: 'open' | 'pending' | 'snoozed' | 'resolved'
          /** Format: date-time */
          snoozed_until?: string | null
          /** @enum {string|null} */
          dismiss_reason?: 'thanks_only' | 'spam' | 'duplicate' | 'handled_elsewhere' | 'other' | null
          dismiss_note?: string | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Conversation']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_contacts: {
    parameters: {
      query?: {
        name?: string
        cursor?: string
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ContactPage']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_contacts_contact_id_: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Contact']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_reports_care: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CareReport']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_events: {
    parameters: {
      query?: {
        after?: number
        limit?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['EventPage']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_widget_key_: {
    parameters: {
      query?: never
      header?: never
      path: {
        key: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Widget']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_widget_key_visitors: {
    parameters: {
      query?: never
      header?: never
      path: {
        key: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Visitor']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  get_widget_key_messages: {
    parameters: {
      query?: never
      header?: never
      path: {
        key: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['WidgetMessages']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
  post_widget_key_messages: {
    parameters: {
      query?: never
      header?: never
      path: {
        key: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': {
          text: string
          name?: string | null
          email?: string | null
        }
      }
    }
    responses: {
      /** @description ok */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['WidgetMessage']
        }
      }
      /** @description failure */
      default: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Failure']
        }
      }
    }
  }
}

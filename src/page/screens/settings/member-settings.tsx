import { useState } from 'preact/hooks'
import {
  type KnownUser,
  listMembers,
  listUsers,
  type Member,
  ROLES,
  type Role,
  removeMember,
  setMember,
} from '../../api/members.ts'
import { useResource } from '../../api/resource.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { useSaving } from './use-saving.ts'

/** Who may do what in the project. */
export function MemberSettings({ project }: { readonly project: number }) {
  const members = useResource(`members ${project}`, (signal) => listMembers(project, signal))
  const users = useResource('users', listUsers)
  const { problem, save } = useSaving(members.reload)
  return (
    <section>
      <h2>Members</h2>
      <p class="muted small">
        A role holds on the whole server or in this project; the higher one counts. Viewers read and export, annotators also
        annotate, managers change everything in the project.
      </p>
      {problem && <ProblemNote problem={problem} />}
      <WhenLoaded of={members}>
        {(known) => (
          <ul class="settings-list">
            {known.map((member) => (
              <li key={member.id}>
                <MemberRow
                  member={member}
                  onRole={(role) => save(() => setMember(project, member.id, role), `${member.email} is ${role} here`)}
                  onRemove={() =>
                    save(() => removeMember(project, member.id), `${member.email} has no role of this project any more`)
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </WhenLoaded>
      <WhenLoaded of={users}>
        {(known) => (
          <AddMember
            users={known}
            onAdd={(user, role) => save(() => setMember(project, user.id, role), `${user.email} is ${role} here`)}
          />
        )}
      </WhenLoaded>
    </section>
  )
}

interface RowProps {
  readonly member: Member
  onRole(role: Role): void
  onRemove(): void
}

function MemberRow({ member: { email, role }, onRole, onRemove }: RowProps) {
  return (
    <>
      <span>{email}</span>
      <RoleSelect label={`Role of ${email}`} role={role} onRole={onRole} />
      <button type="button" class="quiet" aria-label={`Take ${email}’s role away`} onClick={onRemove}>
        Remove
      </button>
    </>
  )
}

function RoleSelect({
  label,
  role,
  onRole,
}: {
  readonly label: string
  readonly role: Role
  readonly onRole: (role: Role) => void
}) {
  return (
    <select
      aria-label={label}
      value={role}
      onChange={({ currentTarget }) => onRole(ROLES.find((one) => one === currentTarget.value) ?? role)}
    >
      {ROLES.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  )
}

interface AddProps {
  readonly users: readonly KnownUser[]
  onAdd(user: KnownUser, role: Role): void
}

function AddMember({ users, onAdd }: AddProps) {
  const [chosen, setChosen] = useState('')
  const [role, setRole] = useState<Role>('annotator')
  const user = users.find(({ id }) => String(id) === chosen)
  return (
    <form
      class="settings-line"
      onSubmit={(event) => {
        event.preventDefault()
        if (user !== undefined) onAdd(user, role)
      }}
    >
      <select aria-label="User" value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
        <option value="">Choose a user</option>
        {users.map(({ id, email }) => (
          <option key={id} value={String(id)}>
            {email}
          </option>
        ))}
      </select>
      <RoleSelect label="Role" role={role} onRole={setRole} />
      <button type="submit" disabled={user === undefined}>
        Add to this project
      </button>
    </form>
  )
}

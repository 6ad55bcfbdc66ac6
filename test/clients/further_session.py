"""What label-studio-sdk scripts do beyond test/clients/client_session.py: personal tokens, uploads, views, snapshots, storages, webhooks.

LABEL_STUDIO_URL, LABEL_STUDIO_API_KEY (a legacy token) and FILES_ROOT (a folder that the server may read) come from the environment.
Ends with 1 at the first check that fails; prints `N passed, 0 failed`.
"""
import io, json, os, time, uuid, zipfile
import httpx
from label_studio_sdk.client import LabelStudio
from checking import check, finish, refused

URL, KEY = os.environ['LABEL_STUDIO_URL'], os.environ['LABEL_STUDIO_API_KEY']


def box(label, x, y, w, h, region):
    return {'id': region, 'type': 'rectanglelabels', 'from_name': 'label', 'to_name': 'image', 'original_width': 640, 'original_height': 480,
            'image_rotation': 0, 'value': {'x': x, 'y': y, 'width': w, 'height': h, 'rotation': 0, 'rectanglelabels': [label]}}


CONFIG = '<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image"><Label value="Car"/><Label value="Person"/></RectangleLabels></View>'
legacy = LabelStudio(base_url=URL, api_key=KEY)
raw = httpx.Client(base_url=URL, headers={'Authorization': f'Token {KEY}'})

# a personal access token: the client exchanges it by itself
for listed in raw.get('/api/token/').json():
    raw.post('/api/token/blacklist/', json={'refresh': listed['token']})
personal = raw.post('/api/token/').json()['token']
check(raw.post('/api/token/').status_code == 409, 'a second personal token is refused')
ls = LabelStudio(base_url=URL, api_key=personal)
check(ls.users.whoami().id == legacy.users.whoami().id, 'a personal access token signs in')
rotated = ls.tokens.rotate(refresh=personal).refresh
check(raw.post('/api/token/refresh/', json={'refresh': personal}).json()['detail'] == 'Token is blacklisted', 'a rotated token is dead')
ls = LabelStudio(base_url=URL, api_key=rotated)

# projects
project = ls.projects.create(title='further ' + uuid.uuid4().hex[:8], label_config=CONFIG)
body = refused(400, lambda: ls.projects.create(title='x'), 'a title that is too short')
check(body['validation_errors']['title'] == ['Ensure this field has at least 3 characters.'], 'the reason is told')
refused(400, lambda: ls.projects.create(title='broken', label_config='<View>'), 'a config that is no XML')
refused(404, lambda: ls.projects.get(id=987654), 'a project that is not there')
check(project.id in [one.id for one in ls.projects.list(title='further', page_size=1)], 'projects are found by title over pages')
check(raw.get('/api/projects/', params={'titel': 'x'}).json()['hint'] == 'did you mean title?', 'an unknown parameter names the nearest')

# import: forms
files = {'file': ('tasks.csv', 'image,city\nhttp://x/a.jpg,Rome\nhttp://x/b.jpg,Paris\n')}
answer = raw.post(f'/api/projects/{project.id}/import', params={'return_task_ids': 'true'}, files=files).json()
check(answer['task_count'] == 2 and answer['found_formats'] == {'.csv': 1} and sorted(answer['data_columns']) == ['city', 'image'], 'CSV is imported')
uploads = ls.files.list(id=project.id, all_=True) if hasattr(ls.files, 'list') else []
archive = io.BytesIO()
with zipfile.ZipFile(archive, 'w') as packed:
    packed.writestr('one.json', json.dumps([{'data': {'image': 'http://x/c.jpg'}, 'annotations': [{'result': [box('Car', 1, 2, 3, 4, 'z')], 'ground_truth': True}]}]))
answer = raw.post(f'/api/projects/{project.id}/import', params={'return_task_ids': 'true'}, files={'file': ('tasks.zip', archive.getvalue())}).json()
check(answer['task_count'] == 1 and answer['annotation_count'] == 1, 'a zip of JSON is imported')
answer = raw.post(f'/api/projects/{project.id}/import', json=[{'image': 'y'}, {'img': 'x'}])
check(answer.status_code == 400 and '"image" key is expected' in answer.json()['validation_errors']['non_field_errors'][0], 'a task without its data is told')
check(ls.projects.get(id=project.id).task_number == 3, 'and nothing of that import is stored')

tasks = list(ls.tasks.list(project=project.id))
ids = [task.id for task in tasks]
first = ls.annotations.create(id=ids[0], result=[box('Car', 10, 20, 30, 15, 'r1')], lead_time=2)
ls.annotations.create(id=ids[1], result=[], was_cancelled=True)
ls.predictions.create(task=ids[1], result=[box('Person', 1, 1, 5, 5, 'p1')], score=0.9, model_version='m1')

# views and filters
view = ls.views.create(project=project.id, data={'title': 'cars', 'filters': {'conjunction': 'and', 'items': [
    {'filter': 'filter:tasks:total_annotations', 'operator': 'greater', 'type': 'Number', 'value': 0}]}, 'ordering': ['-tasks:id']})
check([task.id for task in ls.tasks.list(view=view.id)] == [ids[2], ids[0]], 'a view filters and orders')
check(ls.views.get(id=view.id).id == view.id and len(ls.views.list(project=project.id)) == 1, 'views are listed')
found = ls.tasks.list(project=project.id, query=json.dumps({'filters': {'conjunction': 'or', 'items': [
    {'filter': 'filter:tasks:data.city', 'operator': 'contains', 'type': 'String', 'value': 'par'},
    {'filter': 'filter:tasks:ground_truth', 'operator': 'equal', 'type': 'Boolean', 'value': True}]}}))
check([task.id for task in found] == [ids[1], ids[2]], 'filters look into data')
refused(400, lambda: list(ls.tasks.list(project=project.id, query=json.dumps({'ordering': ['tasks:bogus']}))), 'an unknown column')
check(raw.post(f'/api/dm/actions/?id=delete_tasks&project={project.id}', json={'selectedItems': {'all': False, 'included': []}}).json()['processed_items'] == 0,
      'an empty selection deletes nothing')

# plain export
chunks = ls.projects.exports.download_sync(project.id, export_type='JSON', ids=[ids[0]])
check([task['id'] for task in json.loads(b''.join(chunks))] == [ids[0]], 'ids choose tasks')
answer = raw.get(f'/api/projects/{project.id}/export', params={'exportType': 'COCOO'})
check(answer.status_code == 400 and 'coco' in answer.json()['hint'], 'an unknown format names the nearest')
answer = raw.get(f'/api/projects/{project.id}/export', params={'exportType': 'CSV'})
check(answer.headers['filename'].startswith(f'project-{project.id}-at-') and answer.headers['filename'].endswith('.csv'), 'the download has a name')

# snapshots
snapshot = ls.projects.exports.create(id=project.id, title='snap', task_filter_options={'only_with_annotations': True},
                                      serialization_options={'predictions': {'only_id': False}})
deadline = time.time() + 30
while ls.projects.exports.get(id=project.id, export_pk=snapshot.id).status != 'completed' and time.time() < deadline:
    time.sleep(0.1)
kept = json.loads(b''.join(ls.projects.exports.download(id=project.id, export_pk=snapshot.id)))
check([task['id'] for task in kept] == ids and kept[1]['predictions'][0]['model_version'] == 'm1', 'a snapshot keeps tasks, predictions whole')
converted = ls.projects.exports.convert(id=project.id, export_pk=snapshot.id, export_type='COCO')
check(converted.export_type == 'COCO' and isinstance(converted.converted_format, int), 'a snapshot is converted')
refused(400, lambda: ls.projects.exports.convert(id=project.id, export_pk=snapshot.id, export_type='COCO'), 'the same conversion again')
deadline = time.time() + 30
while ls.projects.exports.get(id=project.id, export_pk=snapshot.id).converted_formats[0].status != 'completed' and time.time() < deadline:
    time.sleep(0.1)
packed = zipfile.ZipFile(io.BytesIO(b''.join(ls.projects.exports.download(id=project.id, export_pk=snapshot.id, export_type='COCO'))))
check(len(json.loads(packed.read('result.json'))['images']) == 2, 'and downloaded in that format')
check([one.id for one in ls.projects.exports.list(id=project.id)] == [snapshot.id], 'snapshots are listed')
ls.projects.exports.delete(id=project.id, export_pk=snapshot.id)
refused(404, lambda: ls.projects.exports.get(id=project.id, export_pk=snapshot.id), 'a deleted snapshot')

# background jobs: this server's own
job = raw.post(f'/api/projects/{project.id}/export-jobs', json={'format': 'yolo', 'options': {'decimals': 3}}).json()
with raw.stream('GET', job['links']['events']) as events:
    states = [json.loads(line[6:])['status'] for line in events.iter_lines() if line.startswith('data: ')]
check(states[-1] == 'done', 'a job tells its end')
whole = raw.get(job['links']['download'])
part = raw.get(job['links']['download'], headers={'Range': 'bytes=10-19'})
check(part.status_code == 206 and part.content == whole.content[10:20], 'its result is given in parts')
check(raw.get(job['links']['download'], headers={'If-None-Match': whole.headers['etag']}).status_code == 304, 'and only when it is another one')

# webhooks
hook = ls.webhooks.create(url='https://example.invalid/hook', project=project.id, headers={'X-Key': 'secret'})
check(ls.webhooks.get(id=hook.id).url == hook.url and 'secret' not in raw.get(f'/api/webhooks/{hook.id}/').text, 'a webhook hides its headers')
ls.webhooks.delete(id=hook.id)

# storages
folder = os.path.join(os.environ['FILES_ROOT'], 'images')
storage = ls.import_storage.local.create(project=project.id, path=folder, regex_filter='.*jpg', use_blob_urls=True, title='images')
ls.import_storage.local.validate(project=project.id, path=folder)
refused(400, lambda: ls.import_storage.local.create(project=project.id, path='/etc'), 'a folder outside of the root')
synced = ls.import_storage.local.sync(id=storage.id)
check(synced.status == 'completed' and synced.last_sync_count == 2, 'a folder of images becomes tasks')
check(ls.import_storage.local.sync(id=storage.id).meta['tasks_existed'] == 2, 'only once')
image = [task.data['image'] for task in ls.tasks.list(project=project.id)][-1]
check(raw.get(image).content == b'second', 'the images are served')
check(raw.get('/data/local-files/?d=../../etc/passwd').status_code in (403, 404), 'and nothing else')
target = ls.export_storage.local.create(project=project.id, path=os.path.join(os.environ['FILES_ROOT'], 'out'), title='out')
ls.export_storage.local.sync(id=target.id)
written = json.load(open(os.path.join(os.environ['FILES_ROOT'], 'out', str(first.id))))
check(written['id'] == first.id and written['task']['id'] == ids[0], 'a target storage gets a file per annotation')
check({one.id for one in ls.export_storage.local.list(project=project.id)} == {target.id}, 'target storages are listed')

ls.projects.delete(id=project.id)
finish()
